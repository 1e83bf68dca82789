import {
  exporter,
  exporterMount,
  exporterPassword,
  exporterUser,
  exporterVolume,
  makeExporterPassword,
  podMonitor,
  redisPassword,
} from '@helm-charts/alga';
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
  when,
  whenCase,
} from '@helm-charts/types';
import { podMonitor as kind } from '../../../custom-schemas/monitoring.coreos.com/podmonitor-v1.ts';
import { redis as component } from './component.ts';
import type { Values, values } from './values.ts';

type InChart = Refs<ValueOf<typeof values>['redis']['inChart']>;

const claimName = names.withSuffix('redis-data');
const files = named(component, names.withSuffix('redis'));
const conf = ({ maxMemoryMegabytes }: InChart) =>
  file('redis.conf', { megabytes: maxMemoryMegabytes });
const start = ({ metrics }: Values) =>
  file('start-redis.sh', { metrics: when(metrics.enabled, metricsUser) });

/** The user of the exporter may read what INFO says, and no key. CONFIG would show it the password of everybody else. */
const metricsUser = `exporter=$(cat ${exporterMount}/password)
  printf 'user ${exporterUser} on >%s resetkeys resetchannels -@all +ping +info +client|setname +latency|latest +latency|histogram\\n' "$exporter"`;

export const redis = (v: Values) =>
  whenCase(v.redis, 'inChart', (own) => [
    manifest('ConfigMap', files, { data: { 'redis.conf': conf(own), 'start.sh': start(v) } }),
    statefulSet(component, {
      pods: v.pods,
      user: own.user,
      annotations: { 'checksum/config': hash([conf(own), start(v), v.redisCredentials], 64) },
      spec: {
        terminationGracePeriodSeconds: 60,
        initContainers: [
          when(
            v.metrics.enabled,
            makeExporterPassword({
              image: own.image,
              resources: own.resources,
              file: { name: 'redis.json', content: `{"${exporterAddress}":"%s"}` },
            }),
          ),
        ],
        containers: [container(v, own), when(v.metrics.enabled, metricsContainer(v))],
        volumes: volumes(v, own),
      },
    }),
    service(component, { name: 'redis', port: 6379 }, { clusterIP: 'None' }),
    claim(component, claimName, own.volume),
    podMonitor(kind, component, v.metrics),
  ]);

const container = ({ metrics, redisCredentials }: Values, own: InChart) =>
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
      when(metrics.enabled, exporterPassword),
    ],
  });

/** By this address the exporter finds the password in its file. */
const exporterAddress = `redis://${exporterUser}@localhost:6379`;

const metricsContainer = ({ metrics }: Values) =>
  exporter({
    name: 'redis-exporter',
    image: metrics.redis.image,
    port: 9121,
    env: environment({
      REDIS_ADDR: 'redis://localhost:6379',
      REDIS_USER: exporterUser,
      REDIS_PASSWORD_FILE: `${exporterMount}/redis.json`,
      // Its user may not read the configuration.
      REDIS_EXPORTER_CONFIG_COMMAND: '-',
    }),
    resources: metrics.redis.resources,
  });

const pong = execProbe('[ "$(redis-cli ping)" = PONG ]');

const volumes = ({ metrics, redisCredentials: { existingSecret, keys } }: Values, own: InChart) => [
  claimVolume('data', claimName, own.volume),
  configMapVolume('config', files.name),
  secretVolume('password', existingSecret, { password: keys.password }),
  memoryEmptyDir('run', '1Mi'),
  when(metrics.enabled, exporterVolume),
];
