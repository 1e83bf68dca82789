import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Failure } from '@helm-charts/types';

/** A WebAssembly module that is published in an npm package of its own. */
interface Published {
  readonly name: string;
  /** Its file in the package. */
  readonly file: string;
  /** How people call it. */
  readonly title: string;
}

/** The module that renders. */
export const engineWasm: Published = {
  name: '@helm-charts/engine-wasm',
  file: 'engine.wasm',
  title: 'WebAssembly engine',
};

/** The module that validates as the API server does. */
export const apiServerWasm: Published = {
  name: '@helm-charts/apiserver-wasm',
  file: 'apiserver.wasm',
  title: "API server's validation",
};

/** The engine that the build of this package makes. */
export const builtModule: string = join(import.meta.dirname, '../../dist/wasm/engine.wasm');

/** The API server's validation that the build of this package makes. */
export const builtApiServerModule: string = join(
  import.meta.dirname,
  '../../dist/apiserver-wasm/apiserver.wasm',
);

/**
 * The path of the WebAssembly module: that of this repository, else that of its npm package.
 * @throws {Failure} With exit code 3 if there is none, or if the package has another version than @helm-charts/engine.
 */
export const engineModule = (): string => {
  const found = moduleOf(engineWasm, builtModule);
  if (found !== undefined) return found;
  const { name } = engineWasm;
  const fix = inRepository
    ? 'build it with npm run nx -- run @helm-charts/engine:wasm'
    : `install it with npm i -D ${name}@${ownVersion()}`;
  throw failure(name, 'the WebAssembly engine is not there', fix);
};

/**
 * The path of the API server's validation as WebAssembly, as `engineModule` finds the engine; undefined if there is none.
 * @throws {Failure} With exit code 3 if the package has another version than @helm-charts/engine.
 */
export const apiServerModule = (): string | undefined =>
  moduleOf(apiServerWasm, builtApiServerModule);

const inRepository: boolean = existsSync(join(import.meta.dirname, '../build'));

/** The version of @helm-charts/engine. */
export const ownVersion = (): string => {
  const manifest = readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8');
  return (JSON.parse(manifest) as Manifest).version;
};

const moduleOf = (published: Published, built: string): string | undefined =>
  existsSync(built)
    ? built
    : installedModule({ published, from: import.meta.url, version: ownVersion() });

/** Where the module is looked for. */
interface Search {
  readonly published: Published;
  /** The module that installed packages are resolved from: a path or a `file:` URL. */
  readonly from: string;
  /** The version of @helm-charts/engine. */
  readonly version: string;
}

interface Manifest {
  readonly version: string;
}

/**
 * The path of a module in its npm package; undefined if it is not there.
 * @throws {Failure} With exit code 3 if the package has another version.
 */
export const installedModule = ({ published, from, version }: Search): string | undefined => {
  const { name, file, title } = published;
  const { resolve } = createRequire(from);
  const find = (file: string): string | undefined => {
    try {
      return resolve(`${name}/${file}`);
    } catch {
      return undefined;
    }
  };
  const [path, manifest] = [find(file), find('package.json')];
  if (path === undefined || manifest === undefined) return undefined;
  const { version: present } = JSON.parse(readFileSync(manifest, 'utf8')) as Manifest;
  if (present === version) return path;
  throw failure(
    name,
    `the package with the ${title} has version ${present} but @helm-charts/engine has version ${version}, and only equal versions work together`,
    `install it again with npm i -D ${name}@${version}`,
  );
};

const failure = (input: string, message: string, fix: string): Failure =>
  new Failure(3, [{ rule: 'environment', severity: 'error', input, message, fix }]);
