import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { EngineName } from '../backend.ts';
import { engineInEnvironment } from '../environment.ts';
import { memoize } from '../memoize.ts';
import { installedProgram } from '../native/installed.ts';
import { apiServerProduct, thisPlatform } from '../native/platform.ts';
import { apiServerModule, apiServerWasm, ownVersion } from '../wasm/module.ts';
import { nativeSession } from './native.ts';
import type { Session } from './session.ts';

/** What runs, and what replaces it if it turns out to be broken. */
export interface Opened {
  readonly session: Session;
  readonly replacement?: Session | undefined;
}

/** Why nothing can run. */
export interface Missing {
  /** The path, or the npm package, that is missing. */
  readonly program: string;
  readonly fix: string;
}

interface Choice {
  readonly program?: string | undefined;
  readonly engine?: EngineName | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Chooses what validates: the program at a path; else WebAssembly for the engine `wasm`; else the program of this
 * platform, which WebAssembly replaces if it is missing or broken and nobody has asked for the engine `native`.
 * @throws {Failure} With exit code 3 if an installed package has another version than this one.
 */
export const openSession = async ({
  program,
  engine,
  signal,
}: Choice): Promise<Opened | Missing> => {
  if (program !== undefined) {
    return existsSync(program)
      ? { session: nativeSession({ path: program, signal }) }
      : { program, fix: 'set the option program to the path of helm-charts-apiserver' };
  }
  const named = engine ?? engineInEnvironment();
  const module = named === 'native' ? undefined : apiServerModule();
  const wasm = module === undefined ? undefined : await openModule(module, signal);
  if (named === 'wasm') return wasm === undefined ? missing(apiServerWasm.name) : { session: wasm };
  const native = await findProgram();
  if (native !== undefined)
    return { session: nativeSession({ path: native, signal }), replacement: wasm };
  return wasm === undefined ? missing(apiServerProduct.packageOf(thisPlatform)) : { session: wasm };
};

/** Its modules are loaded only where there is a WebAssembly module. */
const openModule = async (path: string, signal: AbortSignal | undefined): Promise<Session> => {
  const { wasmSession } = await import('./wasm.ts');
  return wasmSession({ path, signal });
};

/** The path of the program of this platform: that which this repository has built, else that of its npm package. */
const findProgram = async (): Promise<string | undefined> => {
  if (existsSync(finder)) return built('once');
  const search = { platform: thisPlatform, from: import.meta.url, version: ownVersion() };
  return installedProgram({ ...search, product: apiServerProduct }).value;
};

/** The published package does not have it. */
const finder = join(import.meta.dirname, '../build/apiserver/sources.ts');

const built = memoize(async (_: 'once') => {
  const { builtApiServer } = (await import(pathToFileURL(finder).href)) as Finder;
  return builtApiServer();
});

interface Finder {
  readonly builtApiServer: () => Promise<string | undefined>;
}

const missing = (name: string): Missing => {
  if (!existsSync(finder))
    return { program: name, fix: `install it with npm i -D ${name}@${ownVersion()}` };
  const isWasm = name === apiServerWasm.name;
  const build = isWasm
    ? 'npm run nx -- run @helm-charts/engine:apiserver-wasm'
    : 'sh tools/apiserver/build.sh';
  return { program: name, fix: `build it with ${build}` };
};
