import { problem, type Rule } from '@helm-charts/check';
import { redisExample, redisPods } from './redis.ts';

export const redisWithoutClaim: Rule = {
  id: 'redis-without-claim',
  set: 'alga',
  title: 'Redis that writes its data to files mounts a PersistentVolumeClaim.',
  why: 'Kubernetes deletes the files with the pod.',
  source: 'Redis docs, Persistence; redis.conf, save and appendonly',
  severity: 'error',
  scope: 'release',
  bad: redisExample('appendonly yes', 'emptyDir: { sizeLimit: 1Gi }'),
  good: redisExample('appendonly yes', 'persistentVolumeClaim: { claimName: redis-data }'),
  check: (context) =>
    redisPods(context)
      .filter(({ hasClaim, isPersistent }) => isPersistent && !hasClaim)
      .map(({ pod }) =>
        problem(
          pod.object,
          [...pod.path, 'spec', 'volumes'],
          'Redis writes its data to a volume that Kubernetes deletes with the pod, so a new pod starts without data',
          'mount a PersistentVolumeClaim, or set appendonly no and save ""',
        ),
      ),
};
