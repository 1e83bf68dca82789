import { problem, type Rule } from '@helm-charts/check';
import { databaseUsers, waitContainerOf } from './bootstrap.ts';

export const bootstrapWait: Rule = {
  id: 'bootstrap-wait',
  set: 'alga',
  title: 'A pod that uses the database waits for the bootstrap.',
  why: 'dependsOn does not order pods after a restart of the node, so the application would start on a database that is not ready.',
  source: 'Flux docs, HelmRelease dependsOn',
  severity: 'error',
  scope: 'release',
  bad: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  template:
    spec:
      containers: [{ name: web, env: [{ name: DB_HOST, value: db }] }]
`,
  good: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  template:
    spec:
      initContainers: [{ name: wait, env: [{ name: BOOTSTRAP_HASH, value: 0a1b2c3d }] }]
      containers: [{ name: web, env: [{ name: DB_HOST, value: db }] }]
`,
  check: ({ pods }) =>
    databaseUsers(pods)
      .filter((pod) => waitContainerOf(pod) === undefined)
      .map(({ object, path }) =>
        problem(
          object,
          [...path, 'spec', 'initContainers'],
          'the pod uses the database and does not wait for the bootstrap, so it starts on a database that is not ready',
          'add the init container wait-for-bootstrap',
        ),
      ),
};
