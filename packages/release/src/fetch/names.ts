import type { LockedRemote } from '@helm-charts/flux';
import { closest, type Finding } from '@helm-charts/types';
import type { Needed } from './charts.ts';

/** The names to update that are neither those of charts nor URLs of the lock file. */
export const unknownNames = (
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
