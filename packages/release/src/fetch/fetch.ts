import { join } from 'node:path';
import { replaceFile } from '@helm-charts/engine';
import type { ChartRequest } from '@helm-charts/flux';
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
    const unknown = unknownNames(update, needed);
    if (unknown.length > 0) return refused('fetch', unknown);
    const { charts: lock = [], remotes: remotesBefore = [] } = trees[0]?.wanted?.lock ?? {};
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
    const missing = [...charts.missing, ...remotes.missing];
    const file = join(workspace, chartLockName);
    const kept = charts.failed.flatMap(({ request, trees: of }) =>
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
    const changes = signal?.aborted
      ? []
      : [...changesOf(lock, after), ...remoteChangesOf(remotesBefore, remotesAfter)];
    if (!signal?.aborted && (after.length > 0 || lock.length > 0 || remotesAfter.length > 0))
      await replaceFile(file, await chartLockText(file, after, remotesAfter));
    const findings = [...trees.flatMap((tree) => tree.findings), ...problemsOf(missing)];
    return {
      summary: summaryOf(fetched, missing, changes.length),
      details: changes,
      findings,
      exitCode: Math.max(
        exitCodeOf(missing),
        findings.some(({ severity, rule }) => severity === 'error' && rule !== 'fetch') ? 2 : 0,
      ),
    };
  });

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
  readonly failed: readonly Needed[];
  readonly missing: readonly Missing[];
}

const fetchAll = async (
  needed: readonly Needed[],
  context: FetchContext,
  { progress, signal }: FetchOptions,
): Promise<FetchedCharts> => {
  const queue = new PQueue({ concurrency: parallel });
  const fetched: Fetched[] = [];
  const failed: Needed[] = [];
  const missing: Missing[] = [];
  const one = async (chart: Needed): Promise<void> => {
    try {
      fetched.push(await fetchChart(chart, context));
    } catch (error) {
      failed.push(chart);
      missing.push(missingChart(chart, error));
    }
    if (signal?.aborted) queue.clear();
    progress?.(fetched.length + missing.length, needed.length);
  };
  for (const chart of needed) void queue.add(() => one(chart));
  await queue.onIdle();
  return { fetched, failed, missing };
};

const unknownNames = (
  update: readonly string[] | 'all',
  needed: readonly Needed[],
): readonly Finding[] => {
  if (update === 'all') return [];
  const names = [...new Set(needed.map(({ request }) => request.name))].toSorted();
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
  fetched: readonly Fetched[],
  missing: readonly Missing[],
  changes: number,
): string => {
  const fresh = fetched.filter(({ size }) => size > 0);
  const bytes = fresh.reduce((sum, { size }) => sum + size, 0);
  const parts = [
    count(fetched.length + missing.length, 'chart'),
    fresh.length === 0
      ? 'none fetched'
      : `${fresh.length} fetched (${Math.ceil(bytes / 1024)} KiB)`,
    ...(missing.length > 0 ? [`${missing.length} missing`] : []),
    changes === 0 ? `${chartLockName} unchanged` : `${chartLockName} changed`,
  ];
  return `fetch: ${parts.join(', ')}`;
};
