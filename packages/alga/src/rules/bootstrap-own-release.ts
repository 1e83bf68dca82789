import { problem, type Rule } from '@helm-charts/check';
import { isBootstrap } from './bootstrap.ts';

export const bootstrapOwnRelease: Rule = {
  id: 'bootstrap-own-release',
  set: 'alga',
  title: 'The bootstrap connects only to Services of its own release.',
  why: 'A Service of another release may wait for the bootstrap, and then neither starts.',
  source: 'helm-controller internal/controller/helmrelease_controller.go, checkDependencies',
  severity: 'error',
  scope: 'release',
  bad: `
apiVersion: batch/v1
kind: Job
metadata: { name: bootstrap-0a1b2c3d, labels: { app.kubernetes.io/component: bootstrap } }
spec:
  template:
    spec:
      containers: [{ name: bootstrap, env: [{ name: BOOTSTRAP_HASH, value: 0a1b2c3d }, { name: DB_HOST, value: db }, { name: DB_PORT, value: "5432" }] }]
`,
  good: `
apiVersion: batch/v1
kind: Job
metadata: { name: bootstrap-0a1b2c3d, labels: { app.kubernetes.io/component: bootstrap } }
spec:
  template:
    spec:
      containers: [{ name: bootstrap, env: [{ name: BOOTSTRAP_HASH, value: 0a1b2c3d }, { name: DB_HOST, value: db }, { name: DB_PORT, value: "5432" }] }]
---
apiVersion: v1
kind: Service
metadata: { name: db }
spec: { ports: [{ port: 5432 }] }
`,
  check: ({ pods, find }) =>
    pods.filter(isBootstrap).flatMap(({ object, containers }) =>
      containers.flatMap(({ name, addresses }) =>
        addresses
          .filter(({ isCertain }) => isCertain)
          .filter(({ namespace, service }) => {
            const found = find('Service', namespace, service);
            return found === undefined || found.release !== object.release;
          })
          .map(({ namespace, service, via, path }) =>
            problem(
              object,
              path,
              `${via} of container ${name} names Service ${namespace}/${service}, which another release installs and which may wait for the bootstrap`,
              'connect to the database directly',
            ),
          ),
      ),
    ),
};
