import type { Cluster } from '@helm-charts/testing/cluster';
import { expect } from 'vitest';

/** What is promised of a box: each release comes after those that it needs. */
const promised: Readonly<Record<string, readonly string[]>> = {
  pgbouncer: [],
  'alga-core': ['pgbouncer'],
  temporal: ['alga-core'],
  'email-service': ['alga-core', 'pgbouncer'],
  'workflow-worker': ['alga-core', 'pgbouncer', 'temporal'],
  'temporal-worker': ['alga-core', 'pgbouncer', 'temporal'],
};

/** Each release began the first of its revisions that are kept, or the last, only when those it needs were ready. */
export const expectOrder = async (cluster: Cluster, which: 'first' | 'last'): Promise<void> => {
  const [releases, records] = await Promise.all([
    cluster.list('helmreleases', 'alga-system'),
    cluster.list('secrets', 'alga-system'),
  ]);
  const times = Object.fromEntries(
    releases.map(({ metadata: { name }, status }) => {
      const revisions = records
        .map(({ metadata }) => ({ metadata, revision: revisionOf(name, metadata.name) }))
        .filter(({ revision }) => revision > 0)
        .toSorted((a, b) => a.revision - b.revision);
      const begun = revisions.at(which === 'first' ? 0 : -1)?.metadata;
      const ready = status?.conditions?.find(({ type }) => type === 'Ready');
      return [name, { begun: begun?.creationTimestamp, ready: ready?.lastTransitionTime }];
    }),
  );
  expect(Object.keys(times).toSorted()).toEqual(Object.keys(promised).toSorted());
  for (const [name, needs] of Object.entries(promised)) {
    for (const needed of needs) {
      // Of the cluster's clock, in seconds.
      const begun = Date.parse(times[name]?.begun ?? '');
      const ready = Date.parse(times[needed]?.ready ?? '');
      expect(begun, `${name} after ${needed}`).toBeGreaterThanOrEqual(ready);
    }
  }
};

/** The number of a record of Helm's (pkg/storage/storage.go, makeKey); 0 if it is not a record of this release. */
const revisionOf = (release: string, secret: string): number => {
  const prefix = `sh.helm.release.v1.${release}.v`;
  return secret.startsWith(prefix) ? Number(secret.slice(prefix.length)) : 0;
};
