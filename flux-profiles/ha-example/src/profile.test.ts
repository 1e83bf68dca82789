import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openEngine } from '@helm-charts/engine';
import { simulate, treeInput } from '@helm-charts/pipeline';
import { all, one } from '@helm-charts/testing/charts';
import { airGapFolders, printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';

const workspaceRoot = resolve(import.meta.dirname, '../../..');
const out = await mkdtemp(join(tmpdir(), 'ha-example-'));
const directory = join(workspaceRoot, 'flux-profiles/ha-example', airGapFolders.root);
const lockFile = join(directory, 'charts.lock.json');
const { installed, findings, isWhole } = await simulate(
  treeInput({ workspaceRoot, directory, out, lockFile }),
  openEngine({ workspaceRoot }),
);
await rm(out, { recursive: true });
const manifests = installed.flatMap(({ documents }) => documents.map(({ manifest }) => manifest));

test('every release renders, without errors', () => {
  expect(isWhole).toBe(true);
  const errors = findings.filter(({ severity }) => severity === 'error');
  expect(errors.map(printFinding)).toEqual([]);
  expect(installed).toHaveLength(6);
});

test('the cluster has no Postgres, no Redis and no volume', () => {
  expect(all(manifests, 'StatefulSet')).toEqual([]);
  expect(all(manifests, 'PersistentVolumeClaim')).toEqual([]);
  expect(JSON.stringify(manifests)).not.toMatch(/\b(db|redis)\.msp\b/);
});

test.each([
  { name: 'alga-core-sebastian', replicas: 3, minAvailable: 2 },
  { name: 'email-service', replicas: 2, minAvailable: 1 },
  { name: 'workflow-worker', replicas: 2, minAvailable: 1 },
  { name: 'temporal-worker', replicas: 2, minAvailable: 1 },
])('$name has $replicas pods on different nodes', ({ name, replicas, minAvailable }) => {
  const { spec } = one(manifests, 'Deployment', name);
  expect(spec).toMatchObject({ replicas, strategy: { type: 'RollingUpdate' } });
  expect(spec!.template.spec!.topologySpreadConstraints).toMatchObject([
    { topologyKey: 'kubernetes.io/hostname' },
  ]);
  expect(one(manifests, 'PodDisruptionBudget', name).spec).toMatchObject({ minAvailable });
});
