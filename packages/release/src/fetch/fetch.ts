import { join } from 'node:path';
import { replaceFile } from '@helm-charts/engine';
import type { LockedChart } from '@helm-charts/flux';
import { count, loadConfig, type Report, refused, reportOf, storeOf } from '@helm-charts/pipeline';
import type { Finding } from '@helm-charts/types';
import type { ConnectionOptions } from '../connection.ts';
import { changesOf, remoteChangesOf } from './changes.ts';
import { openConnections } from './connections.ts';
import { type FetchedCharts, fetchAll } from './fetch-all.ts';
import { changedLock, changedRemotes, chartLockName, chartLockText } from './lock-file.ts';
import { unknownNames } from './names.ts';
import { neededOf } from './needed.ts';
import { exitCodeOf, problemsOf } from './problems.ts';
import { fetchDocuments } from './schemas.ts';
import { openStore } from './store.ts';
import { readTrees } from './trees.ts';

export interface FetchOptions extends ConnectionOptions {
  /** Charts, by their names, whose newest versions are looked for; `all` for every chart. Others stay as they are locked. */
  readonly update?: readonly string[] | 'all' | undefined;
  /** Is told how many charts of all are done. */
  readonly progress?: ((done: number, all: number) => void) | undefined;
}

/**
 * Brings the charts that trees of Flux objects need into the store of the workspace, and writes `charts.lock.json`. A
 * chart that the lock file and the store have needs no network. What can't be had is reported, all of it at once; the
 * rest is kept.
 */
export const fetchCharts = (
  workspace: string,
  roots: readonly string[],
  options: FetchOptions = {},
): Promise<Report> =>
  reportOf('fetch', async () => {
    const { signal, update = [] } = options;
    const { value: config, findings: wrong } = await loadConfig(workspace);
    if (config === undefined) return refused('fetch', wrong);
    const folders = storeOf(workspace);
    await using connections = openConnections(options);
    const isMoved = (name: string) => update === 'all' || update.includes(name);
    const shared = { connections, mirrors: config.mirrors ?? {}, isMoved };
    const files = { ...shared, folder: folders.remotes };
    const read = await readTrees(workspace, roots, files, signal);
    if (read.value === undefined) return refused('fetch', read.findings);
    const { trees, lock, bases } = read.value;
    const needed = neededOf(trees.map(({ root, charts }) => [root, charts]));
    const unknown = unknownNames(update, needed, lock.remotes);
    if (unknown.length > 0) return refused('fetch', unknown);
    const store = await openStore(folders.packages);
    const charts = await fetchAll(needed, { ...shared, lock: lock.charts, store }, options);
    const locked = lockedOf(charts);
    const documents = await fetchDocuments(locked, store, { ...files, locked: lock.remotes });
    if (signal?.aborted) return refused('fetch', [interrupted], 130);
    const ofCharts = charts.failed.map((one) => one.missing);
    const missing = [...bases.missing, ...ofCharts, ...documents.missing];
    const complete = trees.filter(({ isComplete }) => isComplete).map(({ root }) => root);
    const after = changedLock(lock.charts, {
      workspace,
      complete,
      locked: [...locked, ...keptOf(charts, lock.charts)],
      replaced: charts.fetched.flatMap(({ before, locked: now }) =>
        before !== undefined && before !== now ? [before] : [],
      ),
    });
    const remotes = changedRemotes(
      lock.remotes,
      // What refers to them may be among what is missing.
      { workspace, complete: missing.length > 0 ? [] : complete },
      [...bases.remotes, ...documents.remotes],
    );
    if (after.length + lock.charts.length + remotes.length > 0) {
      const file = join(workspace, chartLockName);
      await replaceFile(file, await chartLockText(file, after, remotes));
    }
    const changes = [...changesOf(lock.charts, after), ...remoteChangesOf(lock.remotes, remotes)];
    const ofTrees = read.findings;
    const ofFiles = bases.remotes.length + documents.remotes.length;
    return {
      summary: summaryOf(charts, ofFiles, missing.length, changes.length),
      details: changes,
      findings: [...ofTrees, ...problemsOf(missing)],
      exitCode: Math.max(
        exitCodeOf(missing),
        ofTrees.some(({ severity }) => severity === 'error') ? 2 : 0,
      ),
    };
  });

const interrupted: Finding = {
  rule: 'fetch',
  severity: 'error',
  message: `interrupted, so ${chartLockName} is as it was; what has been fetched is kept`,
  fix: 'run the same command again',
};

const lockedOf = ({ fetched }: FetchedCharts): readonly LockedChart[] =>
  fetched.map(({ locked, needed: { trees } }) => ({ ...locked, trees }));

/** The entries of charts that can't be had now stay. */
const keptOf = ({ failed }: FetchedCharts, lock: readonly LockedChart[]): readonly LockedChart[] =>
  failed.flatMap(({ needed: { request, trees } }) =>
    lock
      .filter(({ source, name }) => source === request.source && name === request.name)
      .map((entry) => ({ ...entry, trees })),
  );

const summaryOf = (
  { fetched, failed }: FetchedCharts,
  files: number,
  missing: number,
  changes: number,
): string => {
  const fresh = fetched.filter(({ size }) => size > 0);
  const bytes = fresh.reduce((sum, { size }) => sum + size, 0);
  const parts = [
    count(fetched.length + failed.length, 'chart'),
    ...(files > 0 ? [count(files, 'other URL')] : []),
    fresh.length === 0
      ? 'none fetched'
      : `${fresh.length} fetched (${Math.ceil(bytes / 1024)} KiB)`,
    ...(missing > 0 ? [`${missing} missing`] : []),
    changes === 0 ? `${chartLockName} unchanged` : `${chartLockName} changed`,
  ];
  return `fetch: ${parts.join(', ')}`;
};
