import { join } from 'node:path';
import { replaceFile } from '@helm-charts/engine';
import type { ChartRequest, LockedRemote } from '@helm-charts/flux';
import {
  count,
  loadConfig,
  type Project,
  type Report,
  refused,
  reportOf,
  storeOf,
  type Wanted,
  wantedOf,
} from '@helm-charts/pipeline';
import { closest, type Finding } from '@helm-charts/types';
import PQueue from 'p-queue';
import type { ConnectionOptions } from '../connection.ts';
import { changesOf, remoteChangesOf } from './changes.ts';
import { type FetchContext, type Fetched, fetchChart, type Needed } from './charts.ts';
import { openConnections } from './connections.ts';
import { changedLock, changedRemotes, chartLockName, chartLockText } from './lock-file.ts';
import { neededOf } from './needed.ts';
import { exitCodeOf, type Missing, missingChart, problemsOf } from './problems.ts';
import { fetchDocuments } from './schemas.ts';
import { openStore } from './store.ts';

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
    const trees = await Promise.all(roots.map((root) => read({ workspace, root }, signal)));
    const unread = trees.flatMap((tree) => (tree.wanted === undefined ? tree.findings : []));
    if (unread.length > 0) return refused('fetch', unread);
    const needed = neededOf(trees.map(({ root, wanted }) => [root, wanted?.charts ?? []]));
    const { charts: lock = [], remotes: remotesBefore = [] } = trees[0]?.wanted?.lock ?? {};
    const unknown = unknownNames(update, needed, remotesBefore);
    if (unknown.length > 0) return refused('fetch', unknown);
    const folders = storeOf(workspace);
    await using connections = openConnections(options);
    const store = await openStore(folders.packages);
    const isMoved = ({ name }: ChartRequest) => update === 'all' || update.includes(name);
    const context = { lock, store, connections, mirrors: config.mirrors ?? {}, isMoved };
    const charts = await fetchAll(needed, context, options);
    const { fetched } = charts;
    const packages = fetched.flatMap(({ locked: { name, digest }, needed: { trees: of } }) =>
      digest === undefined ? [] : [{ name, digest, trees: of }],
    );
    const remotes = await fetchDocuments(packages, store, {
      ...context,
      folder: folders.remotes,
      locked: remotesBefore,
      isMoved: (url) => update === 'all' || update.includes(url),
    });
    if (signal?.aborted) return refused('fetch', [interrupted], 130);
    const missing = [...charts.failed.map((one) => one.missing), ...remotes.missing];
    const file = join(workspace, chartLockName);
    const kept = charts.failed.flatMap(({ needed: { request, trees: of } }) =>
      lock
        .filter(({ source, name }) => source === request.source && name === request.name)
        .map((entry) => ({ ...entry, trees: of })),
    );
    const complete = trees
      .filter(({ findings }) => findings.every(({ severity }) => severity !== 'error'))
      .map(({ root }) => root);
    const after = changedLock(lock, {
      workspace,
      complete,
      locked: [
        ...fetched.map(({ locked, needed: { trees: of } }) => ({ ...locked, trees: of })),
        ...kept,
      ],
      replaced: fetched.flatMap(({ before, locked }) =>
        before !== undefined && before !== locked ? [before] : [],
      ),
    });
    // What refers to them may be among what is missing.
    const known = missing.length > 0 ? [] : complete;
    const remotesAfter = changedRemotes(
      remotesBefore,
      { workspace, complete: known },
      remotes.remotes,
    );
    const changes = [...changesOf(lock, after), ...remoteChangesOf(remotesBefore, remotesAfter)];
    if (after.length > 0 || lock.length > 0 || remotesAfter.length > 0)
      await replaceFile(file, await chartLockText(file, after, remotesAfter));
    const findings = [...trees.flatMap((tree) => tree.findings), ...problemsOf(missing)];
    return {
      summary: summaryOf(charts, missing.length, changes.length),
      details: changes,
      findings,
      exitCode: Math.max(
        exitCodeOf(missing),
        findings.some(({ severity, rule }) => severity === 'error' && rule !== 'fetch') ? 2 : 0,
      ),
    };
  });

const interrupted: Finding = {
  rule: 'fetch',
  severity: 'error',
  message: `interrupted, so ${chartLockName} is as it was; the charts that have been fetched are kept`,
  fix: 'run the same command again',
};

interface ReadTree {
  readonly root: string;
  readonly wanted: Wanted | undefined;
  readonly findings: readonly Finding[];
}

const read = async (project: Project, signal: AbortSignal | undefined): Promise<ReadTree> => {
  const { value, findings } = await wantedOf(project, { signal });
  return {
    root: project.root,
    wanted: value,
    findings: [...findings, ...(value?.findings ?? [])],
  };
};

/** Charts at one time. */
const parallel = 6;

interface FetchedCharts {
  readonly fetched: readonly Fetched[];
  readonly failed: readonly FailedChart[];
}

interface FailedChart {
  readonly needed: Needed;
  readonly missing: Missing;
}

const fetchAll = async (
  needed: readonly Needed[],
  context: FetchContext,
  { progress, signal }: FetchOptions,
): Promise<FetchedCharts> => {
  const queue = new PQueue({ concurrency: parallel });
  const fetched: Fetched[] = [];
  const failed: FailedChart[] = [];
  const one = async (chart: Needed): Promise<void> => {
    try {
      fetched.push(await fetchChart(chart, context));
    } catch (error) {
      failed.push({ needed: chart, missing: missingChart(chart, error) });
    }
    if (signal?.aborted) queue.clear();
    progress?.(fetched.length + failed.length, needed.length);
  };
  for (const chart of needed) void queue.add(() => one(chart));
  await queue.onIdle();
  // The order of the tree, not of the answers.
  const order = new Map(needed.map((chart, at) => [chart, at]));
  failed.sort((a, b) => (order.get(a.needed) ?? 0) - (order.get(b.needed) ?? 0));
  return { fetched, failed };
};

const unknownNames = (
  update: readonly string[] | 'all',
  needed: readonly Needed[],
  remotes: readonly LockedRemote[],
): readonly Finding[] => {
  if (update === 'all') return [];
  const charts = needed.map(({ request }) => request.name);
  const names = [...new Set([...charts, ...remotes.map(({ url }) => url)])].toSorted();
  return update
    .filter((name) => !names.includes(name))
    .map((name) => {
      const similar = closest(name, names);
      return {
        rule: 'usage',
        severity: 'error',
        input: `--update ${name}`,
        message: `no chart ${name} comes from a repository or registry`,
        fix:
          similar === undefined
            ? `name one of ${names.join(', ') || 'no charts'}, or write --update alone for all`
            : `did you mean ${similar}?`,
      };
    });
};

const summaryOf = (
  { fetched, failed }: FetchedCharts,
  missing: number,
  changes: number,
): string => {
  const fresh = fetched.filter(({ size }) => size > 0);
  const bytes = fresh.reduce((sum, { size }) => sum + size, 0);
  const parts = [
    count(fetched.length + failed.length, 'chart'),
    fresh.length === 0
      ? 'none fetched'
      : `${fresh.length} fetched (${Math.ceil(bytes / 1024)} KiB)`,
    ...(missing > 0 ? [`${missing} missing`] : []),
    changes === 0 ? `${chartLockName} unchanged` : `${chartLockName} changed`,
  ];
  return `fetch: ${parts.join(', ')}`;
};
