import { checkAlone, rendering } from '@helm-charts/testing/charts';
import { printFinding } from '@helm-charts/types';
import { describe, expect, test } from 'vitest';
import { charts, checkBeside } from './beside.ts';

/**
 * Rules of a whole cluster that a scenario breaks on purpose: it is for several nodes, has names and credentials of its own, leaves the
 * class of its volumes to the cluster, connects to Postgres beside a pool, or lacks what others look for. Every object of every scenario obeys all others.
 */
const broken: Readonly<Record<string, readonly string[]>> = {
  autoscaled: ['autoscaler', 'disruption-budget'],
  default: ['claim-storage-class', 'postgres-connections'],
  everything: [
    'address-unknown-service',
    'autoscaler',
    'cluster-domain-mixed',
    'disruption-budget',
    'node-selector',
    'postgres-connections',
    'reference-key-missing',
    'reference-missing',
    'replicas',
    'shared-parameters',
    'temporal-frontend-address',
    'temporal-namespace',
  ],
  'external-postgres': ['reference-missing'],
  'external-services': ['address-unknown-service', 'claim-storage-class', 'reference-missing'],
  hocuspocus: ['claim-storage-class', 'postgres-connections'],
  'plain-http': ['claim-storage-class', 'postgres-connections'],
  hosted: [
    'address-unknown-service',
    'disruption-budget',
    'pgbouncer-session-size',
    'reference-missing',
    'replicas',
  ],
  metrics: ['claim-storage-class', 'postgres-connections'],
  minimal: ['address-unknown-service', 'claim-storage-class', 'reference-missing'],
  s3: ['claim-storage-class', 'postgres-connections', 'reference-missing'],
  'several-nodes': ['autoscaler', 'disruption-budget', 'reference-missing'],
};

describe.each(charts)('$name', (chart) => {
  test.each(Object.entries(chart.scenarios))(
    'the scenario %s has no findings',
    async (name, overlay) => {
      // An overlay is an object.
      const values = overlay as object;
      const installed = { chart, manifests: await rendering(chart).render(values) };
      expect(checkAlone(installed).map(printFinding)).toEqual([]);
      const found = await checkBeside(installed);
      const others = found.filter(({ rule = '' }) => !broken[name]?.includes(rule));
      expect(others.map(printFinding)).toEqual([]);
    },
  );
});
