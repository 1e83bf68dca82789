import { problem, type Rule } from '@helm-charts/check';
import { redisExample, redisPods } from './redis.ts';

export const redisPersistenceOff: Rule = {
  id: 'redis-persistence-off',
  set: 'alga',
  title: 'Redis that mounts a PersistentVolumeClaim writes its data to it.',
  why: 'With `save ""` and without the append-only file a restart loses all data.',
  source: 'Redis docs, Persistence; redis.conf, save and appendonly',
  severity: 'error',
  scope: 'release',
  bad: redisExample('save ""', claim()),
  good: redisExample('appendonly yes', claim()),
  check: (context) =>
    redisPods(context)
      .filter(({ hasClaim, isPersistent }) => hasClaim && !isPersistent)
      .map(({ pod }) =>
        problem(
          pod.object,
          [...pod.path, 'spec', 'volumes'],
          'Redis mounts a claim but does not write to it, so a restart loses all data',
          'set appendonly yes in the configuration of Redis, or remove the claim',
        ),
      ),
};

function claim(): string {
  return 'persistentVolumeClaim: { claimName: redis-data }';
}
