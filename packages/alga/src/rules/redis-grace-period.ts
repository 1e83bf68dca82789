import { problem, type Rule } from '@helm-charts/check';
import { listensOn, numberAt } from '@helm-charts/kubernetes';

export const redisGracePeriod: Rule = {
  id: 'redis-grace-period',
  set: 'alga',
  title: 'Redis has a termination grace period of 30 seconds.',
  why: 'The kubelet kills Redis before its data is on disk, and recent writes may be lost.',
  source: 'Redis docs, SHUTDOWN',
  severity: 'error',
  scope: 'object',
  bad: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: redis }
spec:
  template:
    spec:
      terminationGracePeriodSeconds: 10
      containers:
        - { name: redis, ports: [{ containerPort: 6379 }] }
`,
  good: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: redis }
spec:
  template:
    spec:
      terminationGracePeriodSeconds: 30
      containers:
        - { name: redis, ports: [{ containerPort: 6379 }] }
`,
  check: ({ pods }) =>
    pods
      .filter(
        ({ kind, containers }) =>
          kind !== 'Job' && containers.some((container) => listensOn(container, 6379)),
      )
      .flatMap(({ object, spec, path }) => {
        const seconds = numberAt(spec, 'terminationGracePeriodSeconds') ?? 30;
        if (seconds >= 30) return [];
        return [
          problem(
            object,
            [...path, 'spec', 'terminationGracePeriodSeconds'],
            `the termination grace period of Redis is ${seconds} seconds, but it may need 30 to write its data to disk`,
            'set terminationGracePeriodSeconds to 30 or more',
          ),
        ];
      }),
};
