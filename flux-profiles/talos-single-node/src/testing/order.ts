import { expect } from 'vitest';
import type { Cluster } from '../../../../tools/cluster/cluster.ts';

/** What of a HelmRelease's status says how it went. */
interface Status {
  readonly history?: readonly { readonly version: number }[];
}

/** What is promised of a box: each release comes after those that it needs. */
const promised: Readonly<Record<string, readonly string[]>> = {
  pgbouncer: [],
  'alga-core': ['pgbouncer'],
  temporal: ['alga-core'],
  'email-service': ['alga-core', 'pgbouncer'],
  'workflow-worker': ['alga-core', 'pgbouncer', 'temporal'],
  'temporal-worker': ['alga-core', 'pgbouncer', 'temporal'],
};

/** Each release began its last revision, or the given one, only when those it needs were ready. */
export const expectOrder = async (cluster: Cluster, revision?: number): Promise<void> => {
  const [releases, records] = await Promise.all([
    cluster.list('helmreleases', 'alga-system'),
    cluster.list('secrets', 'alga-system'),
  ]);
  const times = Object.fromEntries(
    releases.map(({ metadata: { name }, status }) => {
      const { history = [] } = (status ?? {}) as Status;
      const record = `sh.helm.release.v1.${name}.v${revision ?? history[0]?.version}`;
      const begun = records.find(({ metadata }) => metadata.name === record)?.metadata;
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
