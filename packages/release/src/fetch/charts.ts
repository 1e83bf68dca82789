import { type ChartRequest, type LockedChart, lockedVersions, pickChart } from '@helm-charts/flux';
import type { WantedChart } from '@helm-charts/pipeline';
import { Failure } from '@helm-charts/types';
import type { Connections } from './connections.ts';
import type { Mirrors } from './mirrors.ts';
import { type Available, sourceOf } from './source.ts';
import type { PackageStore } from './store.ts';

/** A chart that trees need, with all fields that name it. */
export interface Needed {
  readonly request: ChartRequest;
  readonly wanted: readonly WantedChart[];
  /** The directories of the trees. */
  readonly trees: readonly string[];
}

/** What became of a chart. */
export interface Fetched {
  readonly needed: Needed;
  /** What the lock file said of it. */
  readonly before: LockedChart | undefined;
  readonly locked: LockedChart;
  /** In bytes; 0 for a chart that was here. */
  readonly size: number;
}

export interface FetchContext {
  readonly lock: readonly LockedChart[];
  readonly store: PackageStore;
  readonly connections: Connections;
  readonly mirrors: Mirrors;
  /** Whether a newer version of a chart with this name is looked for. */
  readonly isMoved: (name: string) => boolean;
}

/**
 * Brings a chart into the store: the one in the lock file, or else the one that Flux would choose now.
 * @throws {Failure} If its source does not have it or can't be asked.
 */
export const fetchChart = async (needed: Needed, context: FetchContext): Promise<Fetched> => {
  const { request } = needed;
  const { lock, store, connections, mirrors, isMoved } = context;
  const before = pickChart(request, lockedVersions(request, lock));
  if (before?.path !== undefined) return { needed, before, locked: before, size: 0 };
  const kept = isMoved(request.name) ? undefined : before;
  if (kept?.digest !== undefined && (await store.has(kept.digest)))
    return { needed, before, locked: kept, size: 0 };
  const source = sourceOf(request, connections, mirrors);
  const available = kept === undefined ? await source.choose() : await source.locked(kept);
  if ('versions' in available) throw noVersion(request, kept?.version, available.versions);
  const isOther = (digest: string | undefined): boolean =>
    kept?.digest !== undefined && digest !== undefined && digest !== kept.digest;
  if (isOther(available.digest)) throw published(request, kept, available.digest);
  const added = await receive(available, store);
  if (isOther(added.digest)) throw published(request, kept, added.digest);
  const version = available.version ?? added.version ?? '';
  const { source: url, name } = request;
  return {
    needed,
    before,
    locked: {
      source: url,
      name,
      version,
      digest: added.digest,
      ...(available.revision !== undefined && { revision: available.revision }),
    },
    size: added.size,
  };
};

interface Received {
  readonly digest: string;
  readonly version: string | undefined;
  readonly size: number;
}

/** A package whose digest is known and that is in the store is not downloaded. */
const receive = async (available: Available, store: PackageStore): Promise<Received> => {
  const { digest, version, download } = available;
  if (digest !== undefined && version !== undefined && (await store.has(digest)))
    return { digest, version, size: 0 };
  return store.add(download);
};

const published = (
  request: ChartRequest,
  kept: LockedChart | undefined,
  digest: string | undefined,
): Failure =>
  refuse(
    `its digest is ${digest} now, and that of the lock file ${kept?.digest}, so it was published again with other content`,
    `ask its maintainers why; to accept it, run helm-charts fetch --update ${request.name}`,
  );

const noVersion = (
  { name, wanted, source, from }: ChartRequest,
  locked: string | undefined,
  versions: readonly string[],
): Failure => {
  if (versions.length === 0)
    return refuse(
      from === 'index' ? `${source} has no chart ${name}` : `${source} has no versions`,
      'correct the name of the chart or the URL of its source',
    );
  const some = versions.slice(0, 5).join(', ');
  return refuse(
    `${source} has no version ${locked ?? wanted} of ${name}; it has ${some}${versions.length > 5 ? ` and ${versions.length - 5} more` : ''}`,
    locked === undefined ? 'correct the version' : `run helm-charts fetch --update ${name}`,
  );
};

const refuse = (message: string, fix: string): Failure =>
  new Failure(4, [{ rule: 'fetch', severity: 'error', message, fix }]);
