import { problem, type Rule } from '@helm-charts/check';
import type { Pod } from '@helm-charts/kubernetes';
import { databaseUsers, hashVariable, isBootstrap, waitContainerOf } from './bootstrap.ts';

export const bootstrapHash: Rule = {
  id: 'bootstrap-hash',
  set: 'alga',
  title: 'A pod waits for the bootstrap of its own release of the charts.',
  why: 'It would wait for a bootstrap that no longer exists, or start before the migrations that it needs.',
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
      initContainers: [{ name: wait, env: [{ name: BOOTSTRAP_HASH, value: a1b2c3d4 }] }]
      containers: [{ name: web, env: [{ name: DB_HOST, value: db }] }]

---
apiVersion: batch/v1
kind: Job
metadata: { name: bootstrap-0a1b2c3d, labels: { app.kubernetes.io/component: bootstrap } }
spec:
  template:
    spec:
      containers: [{ name: bootstrap, env: [{ name: BOOTSTRAP_HASH, value: 0a1b2c3d }, { name: DB_HOST, value: db }, { name: DB_PORT, value: "5432" }] }]
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

---
apiVersion: batch/v1
kind: Job
metadata: { name: bootstrap-0a1b2c3d, labels: { app.kubernetes.io/component: bootstrap } }
spec:
  template:
    spec:
      containers: [{ name: bootstrap, env: [{ name: BOOTSTRAP_HASH, value: 0a1b2c3d }, { name: DB_HOST, value: db }, { name: DB_PORT, value: "5432" }] }]
`,
  check: ({ pods }) => {
    const jobs = pods.filter(isBootstrap);
    return databaseUsers(pods).flatMap((pod) => {
      const wait = waitContainerOf(pod);
      // A worker reads the hash from a ConfigMap of another release, which this release does not contain.
      const hash = wait?.settings.get(hashVariable) ?? '';
      const other = hash === '' ? undefined : jobs.find((job) => !isOf(job, hash));
      if (wait === undefined || other === undefined) return [];
      return [
        problem(
          pod.object,
          [...wait.path, 'env'],
          `container ${wait.name} waits for bootstrap ${hash}, but the Job of the release is ${other.object.manifest.metadata.name}, so the pod never starts`,
          `set ${hashVariable} of both to the same hash`,
        ),
      ];
    });
  },
};

const isOf = ({ object, containers }: Pod, hash: string): boolean =>
  object.manifest.metadata.name.endsWith(`-${hash}`) &&
  containers.some(({ settings }) => settings.get(hashVariable) === hash);
