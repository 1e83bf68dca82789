import {
  credential,
  object,
  type Ref,
  type Refs,
  secretRef,
  type ValueOf,
} from '@helm-charts/types';
import { peerService, peerServiceHost } from './peer-service.ts';

/** Secret with the password of Redis. */
export const redisCredentials = secretRef('Secret with the password of Redis.', {
  name: 'redis-credentials',
  keys: { password: 'REDIS_PASSWORD' },
});

/** Connection of a worker to Redis. */
export const redis = object('Connection to Redis, which holds queues and events.', {
  ...peerService('redis', 6379),
  credentials: redisCredentials,
});

interface Client {
  readonly clusterDomain: Ref<string>;
  readonly redis: Refs<ValueOf<typeof redis>>;
}

/** Environment variables of the connection to Redis. */
export const redisVariables = (v: Client) => ({
  REDIS_HOST: peerServiceHost('redisHost', v, v.redis.host, 'redis'),
  REDIS_PORT: v.redis.port,
  REDIS_PASSWORD: redisPassword(v.redis.credentials),
});

/** Environment variable with the password of Redis. */
export const redisPassword = ({ existingSecret, keys }: Refs<ValueOf<typeof redisCredentials>>) =>
  credential(existingSecret, keys.password);
