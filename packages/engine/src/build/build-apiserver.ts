import { dirname } from 'node:path';
import { Failure } from '@helm-charts/types';
import { buildApiServer } from './apiserver/native.ts';
import { builtApiServer } from './apiserver/sources.ts';
import { buildApiServerModule } from './apiserver/wasm.ts';

/**
 * build-apiserver.ts native|wasm|find [1.37]  builds the API server's validation as the program of this machine or as
 * WebAssembly, and prints its folder; `find` prints that of the program if it is built, and ends with 1 otherwise. The program
 * is that of a version of Kubernetes, and WebAssembly that of the default one.
 */
const commands: Readonly<Record<string, (kubernetes?: string) => Promise<string | undefined>>> = {
  native: buildApiServer,
  wasm: () => buildApiServerModule(),
  find: builtApiServer,
};

try {
  const [name = 'native', kubernetes] = process.argv.slice(2);
  const path = await commands[name]?.(kubernetes);
  if (path === undefined) process.exitCode = 1;
  else console.log(dirname(path));
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  console.error(error.message);
  process.exitCode = error.exitCode;
}
