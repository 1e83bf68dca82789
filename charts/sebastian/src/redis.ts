import {
  chosen,
  credential,
  environment,
  file,
  hash,
  manifest,
  merge,
  named,
  names,
  type Refs,
  restrictedContainer,
  type ValueOf,
} from '@helm-charts/types';
import { redis as component } from './component.ts';
import { pod } from './pod.ts';
import { asks, probes } from './probe.ts';
import type { Values, values } from './values.ts';
import { claim, claimed, memory } from './volume.ts';

type InChart = Refs<ValueOf<typeof values>['redis']['inChart']>;

const claimName = names.of('redis-data');
const files = named(component, names.of('redis'));
const conf = ({ maxMemoryMegabytes }: InChart) =>
  file('redis.conf', { megabytes: maxMemoryMegabytes });
const start = file('start-redis.sh');

export const redis = (v: Values) =>
  chosen(v.redis, 'inChart', (own) => [
    manifest('ConfigMap', files, { data: { 'redis.conf': conf(own), 'start.sh': start } }),
    manifest('StatefulSet', component, {
      spec: {
        replicas: 1,
        serviceName: 'redis',
        selector: { matchLabels: component.selector },
        template: pod(component, v, {
          user: own.user,
          annotations: merge(
            { 'checksum/config': hash([conf(own), start, v.redisCredentials], 64) },
            v.pods.annotations,
          ),
          spec: {
            terminationGracePeriodSeconds: 60,
            containers: [container(v, own)],
            volumes: volumes(v, own),
          },
        }),
      },
    }),
    manifest('Service', component, {
      spec: {
        clusterIP: 'None',
        selector: component.selector,
        ports: [{ name: 'redis', port: 6379, targetPort: 'redis' }],
      },
    }),
    claim(component, claimName, own.volume),
  ]);

const container = ({ redisCredentials: { existingSecret, keys } }: Values, own: InChart) =>
  restrictedContainer({
    name: 'redis',
    image: own.image,
    command: ['/bin/sh', '/etc/redis/start.sh'],
    // What redis-cli logs in with, in the probes.
    env: environment({ REDISCLI_AUTH: credential(existingSecret, keys.password) }),
    ports: [{ name: 'redis', containerPort: 6379 }],
    // Any answer will do to live: a Redis that loads its file gives one.
    ...probes(pong, { alive: asks('redis-cli ping'), startSeconds: 300 }),
    resources: own.resources,
    volumeMounts: [
      { name: 'data', mountPath: '/data' },
      { name: 'config', mountPath: '/etc/redis', readOnly: true },
      { name: 'password', mountPath: '/run/secrets/redis', readOnly: true },
      { name: 'run', mountPath: '/run/redis' },
    ],
  });

const pong = asks('[ "$(redis-cli ping)" = PONG ]');

const volumes = ({ redisCredentials: { existingSecret, keys } }: Values, own: InChart) => [
  claimed('data', claimName, own.volume),
  { name: 'config', configMap: { name: files.name } },
  {
    name: 'password',
    secret: {
      secretName: existingSecret,
      defaultMode: 0o440,
      items: [{ key: keys.password, path: 'password' }],
    },
  },
  memory('run', '1Mi'),
];
