import type { ApiServer, KubernetesObject } from '@helm-charts/testing/servers';
import type { Manifest } from '@helm-charts/types';
import { textsOf } from './bootstrap.ts';

/** Pods of one controller that read a key of a Secret. */
export interface Workload {
  readonly kind: 'ReplicaSet' | 'StatefulSet';
  readonly name: string;
  readonly release: string;
  readonly replicas: number;
  readonly secret: string;
  readonly key: string;
  /** From a mounted file, and not from the environment. */
  readonly isMounted?: boolean;
}

/** Pods as they are played. */
export interface Pods {
  /** What the pods of a controller have read when they started, each once. */
  readonly read: (name: string) => readonly string[];
  /** The names of the controllers in the order in which their pods were deleted. */
  readonly restarted: () => readonly string[];
  /** The controllers of several pods of which none was ready at some time. */
  readonly unavailable: () => readonly string[];
}

/** Plays controllers that create another pod for each that is deleted, which is ready a moment later; a pod keeps the value that it has read. */
export const playPods = (server: ApiServer, workloads: readonly Workload[]): Pods => {
  const restarted: string[] = [];
  const unavailable: string[] = [];
  let number = 0;
  const start = (workload: Workload): KubernetesObject => {
    number += 1;
    const { secret, key } = workload;
    const value = textsOf(server.objects.get(`Secret apps/${secret}`))[key] ?? '';
    return server.put(podOf(workload, number, value));
  };
  const of = (name: string): readonly KubernetesObject[] =>
    [...server.objects.values()].filter(
      ({ kind, metadata }) => kind === 'Pod' && metadata.labels?.owner === name,
    );
  for (const workload of workloads) {
    const { kind, name, release, replicas } = workload;
    server.put({
      apiVersion: 'apps/v1',
      kind,
      metadata: {
        name,
        namespace: 'apps',
        annotations: { 'meta.helm.sh/release-name': release },
      },
      spec: { replicas },
    });
    for (let pod = 0; pod < replicas; pod += 1) server.put({ ...start(workload), status: ready });
  }
  server.onChange(({ type, object }) => {
    const owner = object.metadata.labels?.owner;
    const workload = workloads.find(({ name }) => name === owner);
    if (object.kind !== 'Pod' || type !== 'DELETED' || workload === undefined) return;
    restarted.push(workload.name);
    if (workload.replicas > 1 && !of(workload.name).some(isReady)) unavailable.push(workload.name);
    const pod = start(workload);
    setTimeout(() => server.put({ ...pod, status: ready }), 150);
  });
  return {
    restarted: () => [...restarted],
    unavailable: () => [...unavailable],
    read: (name) => [...new Set(of(name).map(({ metadata }) => metadata.annotations?.read ?? ''))],
  };
};

const podOf = (
  { kind, name, secret, key, isMounted = false }: Workload,
  number: number,
  read: string,
): Manifest => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: `${name}-${number}`,
    namespace: 'apps',
    labels: { owner: name },
    annotations: { read },
    ...{ ownerReferences: [{ apiVersion: 'apps/v1', kind, name, uid: name, controller: true }] },
  },
  spec: isMounted
    ? {
        containers: [{ name, volumeMounts: [{ name: 'secret' }] }],
        volumes: [{ name: 'secret', secret: { secretName: secret, items: [{ key }] } }],
      }
    : { containers: [{ name, env: [{ valueFrom: { secretKeyRef: { name: secret, key } } }] }] },
  status: { phase: 'Pending' },
});

const ready = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] };

const isReady = ({ status }: KubernetesObject): boolean =>
  (status as { readonly phase?: string } | undefined)?.phase === 'Running';
