import { tryRule } from '@helm-charts/check';
import { expect, test } from 'vitest';
import { postgresSharedMemory } from './postgres-shared-memory.ts';

test('Postgres of a foreign chart is not checked', () => {
  const release = (kind: string): string => `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: theirs }
spec: { chart: { spec: { chart: db, sourceRef: { kind: ${kind}, name: theirs } } } }
`;
  const objects = `
apiVersion: v1
kind: Pod
metadata: { name: db, labels: { helm.toolkit.fluxcd.io/name: theirs } }
spec: { containers: [{ name: postgres, ports: [{ containerPort: 5432 }] }] }
`;
  expect(
    tryRule(postgresSharedMemory, { applied: release('GitRepository'), objects }),
  ).toHaveLength(1);
  expect(tryRule(postgresSharedMemory, { applied: release('HelmRepository'), objects })).toEqual(
    [],
  );
});
