import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { tryRule } from '../../try.ts';
import { livenessOtherHost } from './liveness-other-host.ts';
import { readinessProbe } from './readiness-probe.ts';
import { resourceRequests } from './resource-requests.ts';
import { serviceAccountToken } from './service-account-token.ts';

test('allows a token if a role is bound to the service account', () => {
  const pod = `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec: { serviceAccountName: web, containers: [{ name: web }] }
`;
  const binding = `
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: web, namespace: shop }
subjects: [{ kind: ServiceAccount, name: web }]
`;
  expect(tryRule(serviceAccountToken, pod)).toHaveLength(1);
  expect(tryRule(serviceAccountToken, pod + binding)).toEqual([]);
});

test('reports an init container without resource requests', () => {
  const pod = `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  initContainers: [{ name: wait, resources: { requests: { cpu: 50m } } }]
  containers: [{ name: web, resources: { requests: { cpu: 50m, memory: 64Mi } } }]
`;
  expect(tryRule(resourceRequests, pod).map(printFinding)).toMatchInlineSnapshot(`
    [
      "error objects.yaml: Pod web: spec.initContainers[0].resources.requests.memory: container wait requests no memory, so it only gets what other containers do not use; set resources.requests.memory. [resource-requests]",
    ]
  `);
});

const deployment = (probe: string): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec: { template: { spec: { containers: [{ name: web, livenessProbe: ${probe} }] } } }
`;

test.each([
  '{ exec: { command: [sh, -c, "pg_isready -h $DB_HOST"] } }',
  '{ exec: { command: [curl, "http://search:9200/health"] } }',
  '{ httpGet: { host: search, port: 9200 } }',
])('a liveness probe of another host: %s', (probe) => {
  expect(tryRule(livenessOtherHost, deployment(probe))).toHaveLength(1);
});

test('allows the pod of a Job without a readiness probe', () => {
  const job = `
apiVersion: batch/v1
kind: Job
metadata: { name: migrate }
spec: { template: { spec: { containers: [{ name: migrate }] } } }
`;
  expect(tryRule(readinessProbe, job)).toEqual([]);
});
