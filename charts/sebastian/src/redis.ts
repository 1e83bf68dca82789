import { redisPassword } from '@helm-charts/alga';
import {
  claim,
  claimVolume,
  configMapVolume,
  execProbe,
  memoryEmptyDir,
  probes,
  secretVolume,
  service,
  statefulSet,
} from '@helm-charts/blocks';
import {
  environment,
  file,
  hash,
  manifest,
  named,
  names,
  type Refs,
  restrictedContainer,
  type ValueOf,
  whenCase,
} from '@helm-charts/types';
import { redis as component } from './component.ts';
import type { Values, values } from './values.ts';

type InChart = Refs<ValueOf<typeof values>['redis']['inChart']>;

const claimName = names.withSuffix('redis-data');
const files = named(component, names.withSuffix('redis'));
const conf = ({ maxMemoryMegabytes }: InChart) =>
  file('redis.conf', { megabytes: maxMemoryMegabytes });
const start = file('start-redis.sh');

export const redis = (v: Values) =>
  whenCase(v.redis, 'inChart', (own) => [
    manifest('ConfigMap', files, { data: { 'redis.conf': conf(own), 'start.sh': start } }),
    statefulSet(component, {
      pods: v.pods,
      user: own.user,
      annotations: { 'checksum/config': hash([conf(own), start, v.redisCredentials], 64) },
      spec: {
        terminationGracePeriodSeconds: 60,
        containers: [container(v, own)],
        volumes: volumes(v, own),
      },
    }),
    service(component, { name: 'redis', port: 6379 }, { clusterIP: 'None' }),
    claim(component, claimName, own.volume),
  ]);

const container = ({ redisCredentials }: Values, own: InChart) =>
  restrictedContainer({
    name: 'redis',
    image: own.image,
    command: ['/bin/sh', '/etc/redis/start.sh'],
    // Password of redis-cli in the probes.
    env: environment({ REDISCLI_AUTH: redisPassword(redisCredentials) }),
    ports: [{ name: 'redis', containerPort: 6379 }],
    // Any response means that Redis is alive, also while it loads its data.
    ...probes(pong, { alive: execProbe('redis-cli ping'), startSeconds: 300 }),
    resources: own.resources,
    volumeMounts: [
      { name: 'data', mountPath: '/data' },
      { name: 'config', mountPath: '/etc/redis', readOnly: true },
      { name: 'password', mountPath: '/run/secrets/redis', readOnly: true },
      { name: 'run', mountPath: '/run/redis' },
    ],
  });

const pong = execProbe('[ "$(redis-cli ping)" = PONG ]');

const volumes = ({ redisCredentials: { existingSecret, keys } }: Values, own: InChart) => [
  claimVolume('data', claimName, own.volume),
  configMapVolume('config', files.name),
  secretVolume('password', existingSecret, { password: keys.password }),
  memoryEmptyDir('run', '1Mi'),
];
