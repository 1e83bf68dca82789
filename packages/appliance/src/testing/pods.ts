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
}

/** Plays controllers that create another pod for each that is deleted; a pod keeps the value that it has read when it started. */
export const playPods = (server: ApiServer, workloads: readonly Workload[]): Pods => {
  const restarted: string[] = [];
  let number = 0;
  const start = (workload: Workload): void => {
    number += 1;
    const { secret, key } = workload;
    const value = textsOf(server.objects.get(`Secret apps/${secret}`))[key] ?? '';
    server.put(podOf(workload, number, value));
  };
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
    for (let pod = 0; pod < replicas; pod += 1) start(workload);
  }
  server.onChange(({ type, object }) => {
    const owner = object.metadata.labels?.owner;
    const workload = workloads.find(({ name }) => name === owner);
    if (object.kind !== 'Pod' || type !== 'DELETED' || workload === undefined) return;
    restarted.push(workload.name);
    start(workload);
  });
  const of = (name: string): readonly KubernetesObject[] =>
    [...server.objects.values()].filter(
      ({ kind, metadata }) => kind === 'Pod' && metadata.labels?.owner === name,
    );
  return {
    restarted: () => [...restarted],
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
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
});
