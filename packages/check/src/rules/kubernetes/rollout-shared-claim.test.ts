import { expect, test } from 'vitest';
import { tryRule } from '../../try.ts';
import { rolloutSharedClaim } from './rollout-shared-claim.ts';

const deployment = (mount: string, claim: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  template:
    spec:
      containers: [{ name: web, volumeMounts: [{ name: data, mountPath: /data, ${mount} }] }]
      volumes: [{ name: data, persistentVolumeClaim: { claimName: data, ${claim} } }]
`;

test('reports a Deployment without a strategy, which is a rolling update', () => {
  expect(tryRule(rolloutSharedClaim, deployment('', ''))).toHaveLength(1);
});

test.each([
  ['mount', 'readOnly: true', ''],
  ['claim', '', 'readOnly: true'],
])('a read-only %s', (_what, mount, claim) => {
  expect(tryRule(rolloutSharedClaim, deployment(mount, claim))).toEqual([]);
});
