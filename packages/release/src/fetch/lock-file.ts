import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LockedChart, LockedRemote } from '@helm-charts/flux';

/** The name of the lock file, at the root of a workspace or repository. */
export const chartLockName = 'charts.lock.json';

/** What a run has found out about the lock file. */
export interface LockChange {
  readonly workspace: string;
  /** The trees whose needs are known completely. */
  readonly complete: readonly string[];
  /** The charts that trees need, each with all of its trees. */
  readonly locked: readonly LockedChart[];
  /** The entries that this run replaces by others. */
  readonly replaced: readonly LockedChart[];
}

/**
 * The entries of a lock file after a run. An entry that no tree needs any more is removed; entries that somebody wrote
 * by hand, which name no trees, and those of other trees stay.
 */
export const changedLock = (
  lock: readonly LockedChart[],
  { workspace, complete, locked, replaced }: LockChange,
): readonly LockedChart[] => {
  const entries = new Map<string, LockedChart>();
  const inherited = new Map<string, readonly string[]>();
  for (const entry of lock) {
    const trees = entry.trees?.filter(
      (tree) => !complete.includes(tree) && existsSync(join(workspace, tree)),
    );
    if (replaced.includes(entry)) {
      // The same version has other content now, for all trees.
      if (trees !== undefined) inherited.set(versionKey(entry), trees);
      if (trees === undefined || locked.some((one) => versionKey(one) === versionKey(entry)))
        continue;
    }
    if (trees?.length === 0) continue;
    entries.set(keyOf(entry), { ...entry, ...(trees && { trees }) });
  }
  for (const entry of locked) {
    const known = entries.get(keyOf(entry));
    if (known !== undefined && known.trees === undefined) continue;
    const others = known?.trees ?? inherited.get(versionKey(entry)) ?? [];
    const trees = [...new Set([...others, ...(entry.trees ?? [])])].toSorted();
    entries.set(keyOf(entry), { ...entry, trees });
  }
  return [...entries.values()].toSorted((a, b) => compare(keyOf(a), keyOf(b)));
};

/** The files from the network after a run, by the same rules. */
export const changedRemotes = (
  lock: readonly LockedRemote[],
  { workspace, complete }: Pick<LockChange, 'workspace' | 'complete'>,
  fetched: readonly LockedRemote[],
): readonly LockedRemote[] => {
  const entries = new Map<string, LockedRemote>();
  for (const entry of lock) {
    const trees = entry.trees?.filter(
      (tree) => !complete.includes(tree) && existsSync(join(workspace, tree)),
    );
    if (trees?.length !== 0) entries.set(entry.url, { ...entry, ...(trees && { trees }) });
  }
  for (const entry of fetched) {
    const others = entries.get(entry.url)?.trees ?? [];
    const trees = [...new Set([...others, ...(entry.trees ?? [])])].toSorted();
    entries.set(entry.url, { ...entry, trees });
  }
  return [...entries.values()].toSorted((a, b) => compare(a.url, b.url));
};

/** The text of a lock file. Other fields of the file stay. */
export const chartLockText = async (
  file: string,
  charts: readonly LockedChart[],
  remotes: readonly LockedRemote[],
): Promise<string> => {
  const before = parse(await readFile(file, 'utf8').catch(() => '{}'));
  const { remotes: _, ...others } = before;
  const after = {
    ...others,
    charts: charts.map(ordered),
    ...(remotes.length > 0 && { remotes: remotes.map(orderedRemote) }),
  };
  return `${JSON.stringify(after, undefined, 2)}\n`;
};

/** Two contents of one version can both be needed, where trees name them by their digests. */
const keyOf = (entry: LockedChart): string =>
  [versionKey(entry), entry.digest ?? '', entry.revision ?? ''].join('\n');

const versionKey = ({ source, name, version }: LockedChart): string =>
  [source, name, version].join('\n');

const ordered = ({ source, name, version, digest, revision, path, trees }: LockedChart) => ({
  source,
  name,
  version,
  ...(digest !== undefined && { digest }),
  ...(revision !== undefined && { revision }),
  ...(path !== undefined && { path }),
  ...(trees !== undefined && { trees }),
});

const orderedRemote = ({ url, digest, commit, trees }: LockedRemote) => ({
  url,
  digest,
  ...(commit !== undefined && { commit }),
  ...(trees !== undefined && { trees }),
});

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const parse = (text: string): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
};
