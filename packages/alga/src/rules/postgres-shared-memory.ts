import { problem, type Rule } from '@helm-charts/check';
import { isPostgres } from './postgres.ts';

export const postgresSharedMemory: Rule = {
  id: 'postgres-shared-memory',
  set: 'alga',
  title: 'Postgres mounts an emptyDir in memory at /dev/shm.',
  why: 'Parallel queries need more than the 64 MiB of /dev/shm that a container has.',
  source: 'Postgres docs, dynamic_shared_memory_type',
  severity: 'error',
  scope: 'object',
  bad: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  template:
    spec:
      containers:
        - { name: postgres, ports: [{ containerPort: 5432 }] }
`,
  good: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  template:
    spec:
      volumes: [{ name: shm, emptyDir: { medium: Memory, sizeLimit: 256Mi } }]
      containers:
        - { name: postgres, ports: [{ containerPort: 5432 }], volumeMounts: [{ name: shm, mountPath: /dev/shm }] }
`,
  check: ({ pods, isForeign }) =>
    pods
      .filter(({ object }) => !isForeign(object))
      .flatMap(({ object, containers, volumes }) =>
        containers
          .filter(isPostgres)
          .filter(({ mounts }) => {
            const mount = mounts.find(({ mountPath }) => mountPath === '/dev/shm');
            const volume = volumes.find(({ name }) => name === mount?.name);
            return volume?.source.medium !== 'Memory';
          })
          .map(({ name, path }) =>
            problem(
              object,
              [...path, 'volumeMounts'],
              `container ${name} has 64 MiB of /dev/shm, so parallel queries of Postgres may fail`,
              'mount an emptyDir with medium: Memory at /dev/shm',
            ),
          ),
      ),
};
