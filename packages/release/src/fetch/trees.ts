import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ChartLock, LockedRemote } from '@helm-charts/flux';
import { type Wanted, type WantedChart, wantedOf } from '@helm-charts/pipeline';
import type { Checked, Finding } from '@helm-charts/types';
import type { FileContext } from './files.ts';
import type { Missing } from './problems.ts';
import { fetchRemotes, type NeededRemote } from './remotes.ts';
import type { FetchedRemotes } from './schemas.ts';

/** A tree, and the charts that it needs. */
interface ReadTree {
  readonly root: string;
  readonly charts: readonly WantedChart[];
  /** Whether these are all. */
  readonly isComplete: boolean;
}

/** The trees, their lock file, and the remote bases that were fetched for them. */
export interface ReadTrees {
  readonly trees: readonly ReadTree[];
  readonly lock: ChartLock;
  readonly bases: FetchedRemotes;
}

/**
 * Finds what trees need. Remote bases are fetched, since they can contain releases, and name other remote bases; the
 * trees are built again with them until nothing more is named.
 */
export const readTrees = async (
  workspace: string,
  roots: readonly string[],
  context: Omit<FileContext, 'locked'>,
  signal: AbortSignal | undefined,
): Promise<Checked<ReadTrees>> => {
  const fetched = new Map<string, LockedRemote>();
  const missing = new Map<string, Missing>();
  for (let known: readonly LockedRemote[] | undefined; ; known = [...fetched.values()]) {
    const read = await Promise.all(
      roots.map((root) => wantedOf({ workspace, root }, { signal, remotes: known })),
    );
    const unread = read.flatMap(({ value, findings }) => (value === undefined ? findings : []));
    if (unread.length > 0) return { findings: unread };
    const wanted = read.flatMap(({ value }) => value ?? []);
    const lock = wanted[0]?.lock ?? { charts: [], remotes: [], findings: [] };
    const needed = remotesOf(roots, wanted);
    const open = needed.filter(({ use: { url } }) => !fetched.has(url) && !missing.has(url));
    const present = new Set(lock.remotes.filter((one) => isThere(one, context.folder)).map(keyOf));
    const found = await fetchRemotes(open, { ...context, locked: lock.remotes }, signal);
    for (const one of found.remotes) fetched.set(one.url, one);
    for (const one of found.missing) missing.set(one.name, one);
    const isFresh = found.remotes.some((one) => known !== undefined || !present.has(keyOf(one)));
    if (isFresh && !signal?.aborted) continue;
    const remotes = needed.flatMap(({ use: { url }, trees }) => {
      const one = fetched.get(url);
      return one === undefined ? [] : [{ ...one, trees }];
    });
    return {
      value: {
        trees: wanted.map(({ charts, findings }, at) => ({
          root: roots[at] ?? '',
          charts,
          isComplete: !hasErrors(findings) && missing.size === 0,
        })),
        lock,
        bases: { remotes, missing: [...missing.values()] },
      },
      findings: wanted.flatMap(({ findings }) => findings),
    };
  }
};

const hasErrors = (findings: readonly Finding[]): boolean =>
  findings.some(({ severity }) => severity === 'error');

const remotesOf = (
  roots: readonly string[],
  wanted: readonly Wanted[],
): readonly NeededRemote[] => {
  const found = new Map<string, NeededRemote>();
  for (const [at, { remotes }] of wanted.entries())
    for (const use of remotes) {
      const known = found.get(use.url);
      const trees = [...(known?.trees ?? []), roots[at] ?? ''];
      found.set(use.url, { use: known?.use ?? use, trees });
    }
  return [...found.values()];
};

const isThere = ({ digest }: LockedRemote, folder: string): boolean =>
  existsSync(join(folder, digest.replace('sha256:', '')));

const keyOf = ({ url, digest }: LockedRemote): string => `${url}\n${digest}`;
