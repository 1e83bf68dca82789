import { checkAlone, rendering } from '@helm-charts/testing/charts';
import { printFinding } from '@helm-charts/types';
import { describe, expect, test } from 'vitest';
import { charts, checkBeside } from './beside.ts';

/**
 * Rules of a whole cluster that a scenario breaks on purpose: it is for several nodes, has names and credentials of its own, leaves the
 * class of its volumes to the cluster, or lacks what others look for. Every object of every scenario obeys all others.
 */
const broken: Readonly<Record<string, readonly string[]>> = {
  autoscaled: ['R19'],
  default: ['claim-storage-class'],
  everything: [
    'replicas',
    'R19',
    'R23',
    'R25',
    'temporal-frontend-address',
    'temporal-namespace',
    'R30',
  ],
  'external-postgres': ['R23'],
  'external-services': ['claim-storage-class', 'R23'],
  hocuspocus: ['claim-storage-class'],
  minimal: ['claim-storage-class', 'R23'],
  s3: ['claim-storage-class', 'R23'],
  'several-nodes': ['R19', 'R23'],
};

describe.each(charts)('$name', (chart) => {
  test.each(Object.entries(chart.scenarios))(
    'the scenario %s obeys every rule',
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
