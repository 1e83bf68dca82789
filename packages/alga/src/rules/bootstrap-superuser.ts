import { problem, type Rule } from '@helm-charts/check';
import { databaseUsers, waitContainerOf } from './bootstrap.ts';
import { superuserKeys } from './superuser.ts';

export const bootstrapSuperuser: Rule = {
  id: 'bootstrap-superuser',
  set: 'alga',
  title: "The init container that waits for the bootstrap does not get the superuser's password.",
  why: 'An attacker in the pod would have full access to the database.',
  source: 'Postgres docs, Role Attributes',
  severity: 'error',
  scope: 'release',
  bad: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  template:
    spec:
      initContainers: [{ name: wait, env: [{ name: BOOTSTRAP_HASH, value: 0a1b2c3d }, { name: PGPASSWORD, valueFrom: { secretKeyRef: { name: db, key: DB_PASSWORD_SUPERUSER } } }] }]
      containers: [{ name: web, env: [{ name: DB_HOST, value: db }] }]
`,
  good: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  template:
    spec:
      initContainers: [{ name: wait, env: [{ name: BOOTSTRAP_HASH, value: 0a1b2c3d }, { name: PGPASSWORD, valueFrom: { secretKeyRef: { name: db, key: DB_PASSWORD_SERVER } } }] }]
      containers: [{ name: web, env: [{ name: DB_HOST, value: db }] }]
`,
  check: ({ pods }) =>
    databaseUsers(pods).flatMap((pod) => {
      const wait = waitContainerOf(pod);
      if (wait === undefined) return [];
      return superuserKeys(pod, [wait]).map(({ name, key, path }) =>
        problem(
          pod.object,
          path,
          `container ${wait.name} only waits, but gets ${key} of Secret ${name}, the password of the superuser`,
          'use the password of the application role, for example DB_PASSWORD_SERVER',
        ),
      );
    }),
};
