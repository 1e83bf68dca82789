import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { defaultTarget } from '@helm-charts/kubernetes';
import type { EngineName } from '../backend.ts';
import { engineInEnvironment } from '../environment.ts';
import { memoize } from '../memoize.ts';
import { installedProgram } from '../native/installed.ts';
import { apiServerProductOf, thisPlatform } from '../native/platform.ts';
import { apiServerModule, apiServerWasm, ownVersion } from '../wasm/module.ts';
import { nativeSession } from './native.ts';
import type { Session, Start } from './session.ts';

/** What runs, and what replaces it if it turns out to be broken. */
export interface Opened {
  readonly session: Session;
  readonly replacement?: Session | undefined;
  /** Set if it has the rules of the default version of Kubernetes in place of those that were asked for. */
  readonly substituted?: Missing;
}

/** Why nothing can run. */
export interface Missing {
  /** The path, or the npm package, that is missing. */
  readonly program: string;
  readonly fix: string;
}

interface Choice extends Omit<Start, 'path'> {
  /** The version of Kubernetes, `1.37`; that of the default target unless set. */
  readonly kubernetes?: string | undefined;
  readonly program?: string | undefined;
  readonly engine?: EngineName | undefined;
}

/**
 * Chooses what validates: the program at a path; else WebAssembly for the engine `wasm`; else the program of this
 * platform, which WebAssembly replaces if it is missing or broken and nobody has asked for the engine `native`. Of another
 * version of Kubernetes than the default one there is only the program; where it is missing, the default version replaces it.
 * @throws {Failure} With exit code 3 if an installed package has another version than this one.
 */
export const openSession = async (choice: Choice): Promise<Opened | Missing> => {
  const { program, engine, featureGates, signal, kubernetes = defaultName } = choice;
  if (program !== undefined) {
    return existsSync(program)
      ? { session: nativeSession({ path: program, featureGates, signal }) }
      : { program, fix: 'set the option program to the path of helm-charts-apiserver' };
  }
  const named = engine ?? engineInEnvironment();
  if (kubernetes !== defaultName) {
    const path = named === 'wasm' ? undefined : await findProgram(kubernetes);
    if (path !== undefined) return { session: nativeSession({ path, featureGates, signal }) };
    const opened = await openSession({ ...choice, kubernetes: defaultName });
    const name = packageOf(kubernetes);
    const isWasm = named === 'wasm';
    const substituted = isWasm ? { program: name, fix: withoutWasm } : missing(name, kubernetes);
    return 'fix' in opened ? opened : { ...opened, substituted };
  }
  const module = named === 'native' ? undefined : apiServerModule();
  const wasm = module === undefined ? undefined : await openModule(module, signal);
  if (named === 'wasm') return wasm === undefined ? missing(apiServerWasm.name) : { session: wasm };
  const native = await findProgram(kubernetes);
  if (native !== undefined)
    return { session: nativeSession({ path: native, featureGates, signal }), replacement: wasm };
  return wasm === undefined ? missing(packageOf(kubernetes)) : { session: wasm };
};

const defaultName = defaultTarget.kubernetes.name;

const withoutWasm = `use the native engine, since WebAssembly has the rules of Kubernetes ${defaultName} only`;

const packageOf = (kubernetes: string): string =>
  apiServerProductOf(kubernetes).packageOf(thisPlatform);

/** Its modules are loaded only where there is a WebAssembly module. */
const openModule = async (path: string, signal: AbortSignal | undefined): Promise<Session> => {
  const { wasmSession } = await import('./wasm.ts');
  return wasmSession({ path, signal });
};

/**
 * The path of the program of this platform for a version of Kubernetes: that which this repository has built, else that of its
 * npm package.
 */
const findProgram = async (kubernetes: string): Promise<string | undefined> => {
  if (existsSync(finder)) return built(kubernetes);
  const search = { platform: thisPlatform, from: import.meta.url, version: ownVersion() };
  return installedProgram({ ...search, product: apiServerProductOf(kubernetes) }).value;
};

/** The published package does not have it. */
const finder = join(import.meta.dirname, '../build/apiserver/sources.ts');

const built = memoize(async (kubernetes: string) => {
  const { builtApiServer } = (await import(pathToFileURL(finder).href)) as Finder;
  return builtApiServer(kubernetes);
});

interface Finder {
  readonly builtApiServer: (kubernetes: string) => Promise<string | undefined>;
}

const missing = (name: string, kubernetes = defaultName): Missing => {
  if (!existsSync(finder))
    return { program: name, fix: `install it with npm i -D ${name}@${ownVersion()}` };
  const isWasm = name === apiServerWasm.name;
  const build = isWasm
    ? 'npm run nx -- run @helm-charts/engine:apiserver-wasm'
    : ['sh tools/apiserver/build.sh', ...(kubernetes === defaultName ? [] : [kubernetes])].join(
        ' ',
      );
  return { program: name, fix: `build it with ${build}` };
};
