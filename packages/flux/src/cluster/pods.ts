import type { Manifest } from '@helm-charts/types';
import { isObject, listAt, valueAt } from '../fields.ts';
import type { FieldPath } from '../sources/origin.ts';

/** The pod that a workload makes, and the keys that lead to its spec. */
export interface PodOf {
  readonly path: FieldPath;
  readonly spec: unknown;
  readonly labels: Readonly<Record<string, unknown>>;
}

/** The pod of a workload; undefined for every other object. */
export const podOf = (manifest: Manifest): PodOf | undefined => {
  const prefix = paths[manifest.kind];
  const pod = prefix && valueAt(manifest, ...prefix);
  if (prefix === undefined || !isObject(pod)) return undefined;
  const labels = valueAt(pod, 'metadata', 'labels');
  return {
    path: [...prefix, 'spec'],
    spec: valueAt(pod, 'spec'),
    labels: isObject(labels) ? labels : {},
  };
};

const template = ['spec', 'template'];

const paths: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  Deployment: template,
  StatefulSet: template,
  DaemonSet: template,
  ReplicaSet: template,
  ReplicationController: template,
  Job: template,
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
};

/** A container of a pod, and the keys that lead to it. */
export interface ContainerOf {
  readonly path: FieldPath;
  readonly container: unknown;
}

/** All containers of a pod: those that initialize, those that run, and those for debugging. */
export const containersOf = ({ path, spec }: PodOf): readonly ContainerOf[] =>
  ['initContainers', 'containers', 'ephemeralContainers'].flatMap((field) =>
    listAt(spec, field).map((container, index) => ({ path: [...path, field, index], container })),
  );
