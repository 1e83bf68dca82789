import type { ClusterObject } from '@helm-charts/kubernetes';
import {
  claim,
  container,
  deployment,
  job,
  rendered,
  secretKey,
  service,
  statefulSet,
} from './parts.ts';

const release = 'core';
const hash = '0123456789';
const shared = [
  { name: 'ITERATIONS', value: '10000' },
  secretKey('NEXTAUTH_SECRET', 'app', 'NEXTAUTH_SECRET'),
];
const direct = [
  { name: 'DB_HOST', value: 'db.msp.svc.cluster.local' },
  { name: 'DB_PORT', value: '5432' },
];
const ready = { exec: { command: ['pg_isready', '--host=127.0.0.1'] } };

/** A release with an application, its database, its cache, and the Job that prepares them. */
export const core: readonly ClusterObject[] = [
  rendered(release, 'v1', 'ServiceAccount', 'web', {}),
  deployment(release, 'web', {
    serviceAccountName: 'web',
    initContainers: [
      container('gate', {
        env: [
          ...direct,
          secretKey('PGPASSWORD', 'db', 'DB_PASSWORD_SERVER'),
          { name: 'BOOTSTRAP_HASH', value: hash },
        ],
      }),
    ],
    containers: [
      container('web', {
        env: [
          { name: 'DB_HOST', value: 'pool' },
          { name: 'DB_PORT', value: '6432' },
          { name: 'REDIS_URL', value: 'redis://redis:6379/0' },
          ...shared,
        ],
        ports: [{ containerPort: 3000 }],
        startupProbe: { httpGet: { path: '/', port: 3000 }, failureThreshold: 30 },
        livenessProbe: { httpGet: { path: '/', port: 3000 } },
        volumeMounts: [
          { name: 'files', mountPath: '/data' },
          { name: 'tmp', mountPath: '/tmp' },
        ],
      }),
    ],
    volumes: [
      { name: 'files', persistentVolumeClaim: { claimName: 'files' } },
      { name: 'tmp', emptyDir: { sizeLimit: '1Gi' } },
    ],
  }),
  claim(release, 'files'),
  service(release, 'web', 3000),
  statefulSet(release, 'db', {
    terminationGracePeriodSeconds: 120,
    containers: [
      container('postgres', {
        command: ['postgres', '--max_connections=100'],
        ports: [{ containerPort: 5432 }],
        startupProbe: { ...ready, failureThreshold: 60 },
        readinessProbe: ready,
        livenessProbe: ready,
        resources: {
          requests: { cpu: '1', memory: '1Gi' },
          limits: { cpu: '1', memory: '1Gi' },
        },
        volumeMounts: [
          { name: 'data', mountPath: '/data' },
          { name: 'memory', mountPath: '/dev/shm' },
        ],
      }),
    ],
    volumes: [
      { name: 'data', persistentVolumeClaim: { claimName: 'db-data' } },
      { name: 'memory', emptyDir: { medium: 'Memory', sizeLimit: '256Mi' } },
    ],
  }),
  claim(release, 'db-data'),
  service(release, 'db', 5432),
  rendered(release, 'v1', 'ConfigMap', 'redis', {
    data: { 'redis.conf': 'appendonly yes\nsave ""\n' },
  }),
  statefulSet(release, 'redis', {
    terminationGracePeriodSeconds: 60,
    containers: [
      container('redis', {
        command: ['redis-server', '/etc/redis/redis.conf'],
        ports: [{ containerPort: 6379 }],
        volumeMounts: [
          { name: 'data', mountPath: '/data' },
          { name: 'config', mountPath: '/etc/redis' },
        ],
      }),
    ],
    volumes: [
      { name: 'data', persistentVolumeClaim: { claimName: 'redis-data' } },
      { name: 'config', configMap: { name: 'redis' } },
    ],
  }),
  claim(release, 'redis-data'),
  service(release, 'redis', 6379),
  bootstrap(),
];

function bootstrap(): ClusterObject {
  const object = job(release, `bootstrap-${hash}`, {
    containers: [
      container('bootstrap', {
        env: [...direct, ...shared, { name: 'BOOTSTRAP_HASH', value: hash }],
      }),
    ],
  });
  const labels = { 'app.kubernetes.io/component': 'bootstrap' };
  const { manifest } = object;
  return { ...object, manifest: { ...manifest, metadata: { ...manifest.metadata, labels } } };
}
