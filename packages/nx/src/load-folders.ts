import * as module from 'node:module';
import { fileURLToPath } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import type { Loaded } from './folders.ts';
import { digestOf, type Source, stampOf, timesIn } from './source.ts';

const files = new Map<string, string>();
const variables = new Map<string, string>();
const started = Date.now();
/** Node 22.15 and newer can. */
const canObserve = module.registerHooks !== undefined;

/** In milliseconds: a file may change twice within one tick of the coarsest clock of a file system. */
const clockTick = 2000;

/** What was read; undefined if a later change might not show. */
const source = (): Source | undefined => {
  const changes = [...files.values()].flatMap(timesIn);
  return canObserve && Math.max(...changes) + clockTick < started
    ? { files: Object.fromEntries(files), variables: Object.fromEntries(variables) }
    : undefined;
};

if (canObserve) {
  module.registerHooks({
    load: (url, context, next) => {
      if (url.startsWith('file:')) files.set(fileURLToPath(url), stampOf(fileURLToPath(url)));
      return next(url, context);
    },
  });
  process.env = new Proxy(process.env, {
    get: (all, name) => {
      const value: string | undefined = Reflect.get(all, name);
      if (typeof name === 'string') variables.set(name, digestOf(value));
      return value;
    },
  });
}

const load = async (workspace: string): Promise<Loaded> => {
  const { loadConfig } = await import('@helm-charts/pipeline/config');
  const { value, findings } = await loadConfig(workspace);
  const folders = value && {
    ...(value.charts && { charts: value.charts }),
    ...(value.profiles && { profiles: value.profiles }),
    ...(value.schemas && { schemas: value.schemas }),
  };
  return { folders, findings, source: source() };
};

void load(workerData).then((loaded) => parentPort?.postMessage(loaded));
