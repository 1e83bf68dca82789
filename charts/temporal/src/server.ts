import { authorityMount, authorityVolume } from '@helm-charts/alga';
import {
  configMapVolume,
  deployment,
  emptyDir,
  grpcProbe,
  networkPolicy,
  probes,
  service,
} from '@helm-charts/blocks';
import {
  type Component,
  environment,
  equals,
  hash,
  manifest,
  named,
  type Ref,
  restrictedContainer,
  text,
  when,
} from '@helm-charts/types';
import { frontend, history, matching, server as single, systemWorker } from './component.ts';
import { config, configFolder, dynamicConfig, serverConfig } from './config.ts';
import { authorityVariable, password } from './database.ts';
import { scripts, waitForSchema } from './schema.ts';
import type { Values } from './values.ts';

/** A service of the server: its component where each service has a pod, its port, and its name in the gRPC health check (temporal service/<name>). */
interface Part {
  readonly name: string;
  readonly pod: Component;
  readonly port: number | Ref<number>;
  readonly health: string;
}

const api = 'temporal.api.workflowservice.v1';

const parts = (v: Values): readonly Part[] => [
  { name: 'frontend', pod: frontend, port: v.service.port, health: `${api}.WorkflowService` },
  { name: 'history', pod: history, port: 7234, health: `${api}.HistoryService` },
  { name: 'matching', pod: matching, port: 7235, health: `${api}.MatchingService` },
  { name: 'worker', pod: systemWorker, port: 7239, health: `${api}.WorkerService` },
];

/** Service of the frontend, for clients. */
export const address = (v: Values) => text`${frontend.name}:${v.service.port}`;

export const server = (v: Values) => [
  manifest('ConfigMap', config, {
    data: { 'server.yaml': serverConfig(v), 'dynamic-config.yaml': dynamicConfig(v) },
  }),
  when(equals(v.server.topology, 'single'), [
    workload(single, parts(v), v),
    service(named(single, frontend.name), { name: 'frontend', port: v.service.port }),
    policy(single, v),
  ]),
  when(equals(v.server.topology, 'separate'), [
    ...parts(v).flatMap((part) => [workload(part.pod, [part], v), policy(part.pod, v)]),
    service(frontend, { name: 'frontend', port: v.service.port }),
  ]),
];

const workload = (of: Component, parts: readonly Part[], v: Values) =>
  deployment(of, {
    pods: v.pods,
    user: v.server.user,
    annotations: {
      'checksum/config': hash([serverConfig(v), v.database.credentials, v.database.tls], 64),
    },
    spec: {
      terminationGracePeriodSeconds: 30,
      initContainers: [waitForSchema(v)],
      containers: [container(parts, v)],
      volumes: [
        configMapVolume('config', config.name),
        configMapVolume('scripts', scripts.name, ['wait-for-schema.sh']),
        emptyDir('tmp', '64Mi'),
        authorityVolume(v.database.tls),
      ],
    },
  });

const container = (parts: readonly Part[], v: Values) => {
  const [first] = parts;
  return restrictedContainer({
    name: 'temporal',
    image: v.server.image,
    command: ['temporal-server', '--config-file', `${configFolder}/server.yaml`, 'start'],
    args: parts.map(({ name }) => `--service=${name}`),
    env: [
      ...environment({ DB_PASSWORD: password(v) }),
      authorityVariable(v),
      { name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
    ],
    ports: parts.map(({ name, port }) => ({ name, containerPort: port })),
    // Each service reports only its own health, so an outage of Postgres restarts no pod. In one pod, the probe checks the frontend.
    ...(first && probes(grpcProbe(first.port, first.health), { startSeconds: 600 })),
    resources: v.server.resources,
    volumeMounts: [
      { name: 'config', mountPath: configFolder, readOnly: true },
      { name: 'tmp', mountPath: '/tmp' },
      authorityMount(v.database.tls),
    ],
  });
};

/** The pods of the server connect to each other on more ports than clients do. */
const policy = (of: Component, v: Values) =>
  when(v.networkPolicy.enabled, networkPolicy(of, { from: 'namespace' }));
