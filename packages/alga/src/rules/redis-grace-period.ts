import { problem, type Rule } from '@helm-charts/check';
import { listensOn, numberAt } from '@helm-charts/kubernetes';

export const redisGracePeriod: Rule = {
  id: 'redis-grace-period',
  set: 'alga',
  title: 'Redis has 30 seconds to end.',
  why: 'It is killed before it has written everything down, and recovers at the next start.',
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
            `Redis has ${seconds} seconds to end, and may need 30 to write everything down`,
            'set terminationGracePeriodSeconds to 30 or more',
          ),
        ];
      }),
};
