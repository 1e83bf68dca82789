import type { LockedChart, LockedRemote } from '@helm-charts/flux';

/** One line for each chart that a lock file has gained, lost or moved. */
export const changesOf = (
  before: readonly LockedChart[],
  after: readonly LockedChart[],
): readonly string[] => {
  const gone = before.filter((one) => !after.some((other) => isSame(one, other)));
  const fresh = after.filter((one) => !before.some((other) => isSame(one, other)));
  const moved = new Set<LockedChart>();
  const lines = fresh.map((one) => {
    const from = gone.find(
      (other) => other.source === one.source && other.name === one.name && !moved.has(other),
    );
    if (from === undefined) return `added    ${one.name} ${one.version} of ${one.source}`;
    moved.add(from);
    return from.version === one.version
      ? `changed  ${one.name} ${one.version} of ${one.source}: ${contentOf(from)} -> ${contentOf(one)}`
      : `moved    ${one.name} ${from.version} -> ${one.version} of ${one.source}`;
  });
  const removed = gone
    .filter((one) => !moved.has(one))
    .map(({ name, version, source }) => `removed  ${name} ${version} of ${source}`);
  return [...lines, ...removed];
};

/** One line for each file or repository that a lock file has gained, lost or moved. */
export const remoteChangesOf = (
  before: readonly LockedRemote[],
  after: readonly LockedRemote[],
): readonly string[] => {
  const lines = after.flatMap((one) => {
    const from = before.find(({ url }) => url === one.url);
    if (from === undefined) return [`added    ${one.url}`];
    if (from.digest === one.digest) return [];
    return [`changed  ${one.url}: ${shortOf(from)} -> ${shortOf(one)}`];
  });
  const removed = before
    .filter(({ url }) => !after.some((one) => one.url === url))
    .map(({ url }) => `removed  ${url}`);
  return [...lines, ...removed];
};

const shortOf = ({ commit, digest }: LockedRemote): string =>
  commit?.slice(0, 12) ?? digest.slice(0, 'sha256:'.length + 12);

const isSame = (a: LockedChart, b: LockedChart): boolean =>
  (['source', 'name', 'version', 'digest', 'revision', 'path'] as const).every(
    (field) => a[field] === b[field],
  );

const contentOf = ({ revision, digest = '' }: LockedChart): string =>
  (revision ?? digest).slice(0, 'sha256:'.length + 12);
