import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Failure } from '@helm-charts/types';

/** The npm package with the module. */
const name = '@helm-charts/engine-wasm';

/** The module that the build of this package makes. */
export const builtModule: string = join(import.meta.dirname, '../../dist/wasm/engine.wasm');

/**
 * The path of the WebAssembly module: that of this repository, else that of its npm package.
 * @throws {Failure} With exit code 3 if there is none, or if the package has another version than @helm-charts/engine.
 */
export const engineModule = (): string => {
  if (existsSync(builtModule)) return builtModule;
  const { version } = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'),
  ) as Manifest;
  const inRepository = existsSync(join(import.meta.dirname, '../build'));
  return installedModule({
    from: import.meta.url,
    version,
    fix: inRepository
      ? 'build it with npm run nx -- run @helm-charts/engine:wasm'
      : `install it with npm i -D ${name}@${version}`,
  });
};

/** Where the module is looked for. */
interface Search {
  /** The module that installed packages are resolved from: a path or a `file:` URL. */
  readonly from: string;
  /** The version of @helm-charts/engine. */
  readonly version: string;
  /** What to do if the package is missing. */
  readonly fix: string;
}

interface Manifest {
  readonly version: string;
}

/**
 * The path of the module in its npm package.
 * @throws {Failure} As `engineModule` does.
 */
export const installedModule = ({ from, version, fix }: Search): string => {
  const { resolve } = createRequire(from);
  const find = (file: string): string => {
    try {
      return resolve(`${name}/${file}`);
    } catch (cause) {
      throw failure('the WebAssembly engine is not there', fix, cause);
    }
  };
  const path = find('engine.wasm');
  const { version: present } = JSON.parse(readFileSync(find('package.json'), 'utf8')) as Manifest;
  if (present === version) return path;
  throw failure(
    `the package with the WebAssembly engine has version ${present} but @helm-charts/engine has version ${version}, and only equal versions work together`,
    `install it again with npm i -D ${name}@${version}`,
  );
};

const failure = (message: string, fix: string, cause?: unknown): Failure =>
  new Failure(
    3,
    [{ rule: 'environment', severity: 'error', input: name, message, fix }],
    cause === undefined ? {} : { cause },
  );
