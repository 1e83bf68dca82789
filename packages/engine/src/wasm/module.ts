import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Failure } from '@helm-charts/types';

/** The npm package with the module. */
const name = '@helm-charts/engine-wasm';

/** The module that the build of this package makes. */
export const builtModule: string = join(import.meta.dirname, '../../dist/wasm/engine.wasm');

/**
 * The path of the WebAssembly module: that of this repository, else that of its npm package.
 * @throws {Failure} With exit code 3 if there is none.
 */
export const engineModule = (): string => {
  if (existsSync(builtModule)) return builtModule;
  try {
    return createRequire(import.meta.url).resolve(`${name}/engine.wasm`);
  } catch (cause) {
    const inRepository = existsSync(join(import.meta.dirname, '../build'));
    const finding = {
      rule: 'environment',
      severity: 'error',
      input: name,
      message: 'the WebAssembly engine is not there',
      fix: inRepository
        ? 'build it with npm run nx -- run @helm-charts/engine:wasm'
        : `install it with npm i -D ${name}`,
    } as const;
    throw new Failure(3, [finding], { cause });
  }
};
