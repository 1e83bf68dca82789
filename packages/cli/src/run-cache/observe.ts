import { readdirSync } from 'node:fs';
import * as module from 'node:module';
import { join } from 'node:path';
import type { Answer } from '../run.ts';
import { observeFiles } from './fs.ts';
import { observeModules } from './modules.ts';
import { observations } from './observations.ts';
import { digestOfVariable, today } from './recall.ts';
import { type RunRecord, recordFolder, recordName, type Seen, type SeenPath } from './record.ts';
import { observeVariables } from './variables.ts';

/** A run that is observed. */
export interface ObservedRun {
  /** Returns the date; call it only if the answer depends on it. */
  readonly today: () => string;
  /** Records an answer for the next run, if it would be the same then. A run that cannot be recorded is no error. */
  readonly keep: (answer: Answer) => Promise<void>;
}

/**
 * Observes everything that this process reads from now on. Undefined if Node cannot say which modules it loads, which
 * needs Node 22.15 or later.
 */
export const observeRun = (args: readonly string[], directory: string): ObservedRun | undefined => {
  if (module.registerHooks === undefined) return undefined;
  const at = Date.now();
  const name = recordName(args, directory);
  const observed = observations();
  for (const path of ownModules()) observed.load(path);
  observeFiles(observed);
  observeModules(observed);
  const variables = observeVariables();
  let date: string | undefined;
  return {
    today: () => {
      date ??= today();
      return date;
    },
    keep: async ({ workspace, isRepeatable, ...answer }) => {
      if (workspace === undefined || isRepeatable !== true) return;
      const paths = observed.all();
      if (paths === undefined) return;
      const digests = [...variables].map((name) => [name, digestOfVariable(name)] as const);
      const record: RunRecord = {
        at,
        today: date,
        variables: Object.fromEntries(digests),
        paths: likelyFirst(paths, workspace),
        answer,
      };
      const { prune, replaceCacheFile } = await import('@helm-charts/engine');
      const { cacheFolder } = await import('@helm-charts/pipeline');
      const folder = join(cacheFolder(workspace), recordFolder);
      replaceCacheFile(join(folder, name), JSON.stringify(record));
      await prune(folder);
    },
  };
};

/** Files of the workspace change more often than code, and those that somebody works on have changed last. */
const likelyFirst = (paths: ReadonlyMap<string, Seen>, workspace: string): readonly SeenPath[] => {
  const likely: (readonly [modified: number, entry: SeenPath])[] = [];
  const others: SeenPath[] = [];
  for (const entry of paths) {
    const [path, { stamp }] = entry;
    const isLikely = path.startsWith(workspace) && !path.includes('node_modules');
    if (isLikely) likely.push([modifiedAt(stamp), entry]);
    else others.push(entry);
  }
  likely.sort(([a], [b]) => b - a);
  return [...likely.map(([, entry]) => entry), ...others];
};

/** The second part of a stamp; numbers are compared faster than texts. */
const modifiedAt = (stamp = ''): number => {
  const start = stamp.indexOf(' ') + 1;
  return Number(stamp.slice(start, stamp.indexOf(' ', start)));
};

/** The modules that were loaded before. */
const ownModules = (): readonly string[] =>
  [import.meta.dirname, join(import.meta.dirname, '..')].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => /\.[jt]s$/.test(name))
      .map((name) => join(folder, name)),
  );
