import { expect, test } from 'vitest';
import { tryRule } from '../../try.ts';
import { jobImmutableName } from './job-immutable-name.ts';

const job = (metadata: string): string => `
apiVersion: batch/v1
kind: Job
metadata: { name: migrate, ${metadata} }
`;

test('allows the Job of a chart test without a hash', () => {
  expect(tryRule(jobImmutableName, job('annotations: { helm.sh/hook: test }'))).toEqual([]);
  expect(tryRule(jobImmutableName, job('annotations: { helm.sh/hook: pre-install }'))).toHaveLength(
    1,
  );
});

test('allows a Job of a chart from a HelmRepository without a hash', () => {
  const release = (kind: string): string => `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: theirs }
spec: { chart: { spec: { chart: web, sourceRef: { kind: ${kind}, name: theirs } } } }
`;
  const objects = job('labels: { helm.toolkit.fluxcd.io/name: theirs }');
  expect(tryRule(jobImmutableName, { applied: release('HelmRepository'), objects })).toEqual([]);
  expect(tryRule(jobImmutableName, { applied: release('GitRepository'), objects })).toHaveLength(1);
});
