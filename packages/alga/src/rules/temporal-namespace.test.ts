import { tryRule } from '@helm-charts/check';
import { expect, test } from 'vitest';
import { temporalNamespace } from './temporal-namespace.ts';

const job = (more: string) => `
apiVersion: v1
kind: Pod
metadata: { name: temporal }
spec: { containers: [{ name: temporal, ports: [{ containerPort: 7233 }] }] }
---
apiVersion: batch/v1
kind: Job
metadata: { name: temporal-namespace }
spec:
  template:
    spec:
      containers: [{ name: tools, command: [sh, /scripts/create.sh] }]
      volumes: [{ name: scripts, configMap: { name: scripts } }]
---
apiVersion: v1
kind: ConfigMap
metadata: { name: scripts }
data: { create.sh: 'temporal operator namespace create production' }
---
${more}`;

const worker = `
apiVersion: v1
kind: Pod
metadata: { name: worker }
spec:
  containers: [{ name: worker, env: [{ name: TEMPORAL_NAMESPACE, value: production }] }]
`;

test('a Job may create the namespace with a mounted script', () => {
  expect(tryRule(temporalNamespace, job(worker))).toEqual([]);
});

test('a variable from a ConfigMap is checked', () => {
  const other = `
apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
data: { TEMPORAL_NAMESPACE: other }
---
apiVersion: v1
kind: Pod
metadata: { name: worker }
spec: { containers: [{ name: worker, envFrom: [{ configMapRef: { name: settings } }] }] }
`;
  expect(tryRule(temporalNamespace, job(other))).toMatchObject([
    { pointer: '/spec/containers/0/envFrom' },
  ]);
});
