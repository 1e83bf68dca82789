import { isObject, stringAt, valueAt } from '@helm-charts/flux';
import type { ClusterObject, JsonObject } from '@helm-charts/types';
import { namespaceOf, objectAt, objectsAt, stringsAt } from './object.ts';

/** A pod, or the template of pods that an object makes. */
export interface Pod {
  readonly object: ClusterObject;
  readonly kind: string;
  readonly namespace: string;
  /** The pod's own metadata: `labels` and `annotations`. */
  readonly labels: JsonObject;
  readonly annotations: JsonObject;
  readonly spec: JsonObject;
  /** Those that begin first come first. */
  readonly containers: readonly Container[];
  readonly volumes: readonly Volume[];
}

export interface Container {
  readonly name: string;
  readonly fields: JsonObject;
  /** It runs for as long as the pod does: it is no init container, or one with `restartPolicy: Always`. */
  readonly isLasting: boolean;
  readonly isInit: boolean;
  readonly mounts: readonly JsonObject[];
}

/** A volume by the name that containers mount it with, and what it is: `emptyDir`, `secret`. */
interface Volume {
  readonly name: string;
  readonly type: string;
  readonly source: JsonObject;
}

/** The pod of an object; undefined if the object makes none. */
export const podOf = (object: ClusterObject): Pod | undefined => {
  const { manifest } = object;
  const path = templates[manifest.kind];
  const template = path === undefined ? undefined : valueAt(manifest, ...path);
  const spec = valueAt(template, 'spec');
  if (!isObject(spec)) return undefined;
  return {
    object,
    kind: manifest.kind,
    namespace: namespaceOf(manifest),
    labels: objectAt(template, 'metadata', 'labels'),
    annotations: objectAt(template, 'metadata', 'annotations'),
    spec,
    containers: [
      ...objectsAt(spec, 'initContainers').map((fields) => containerOf(fields, true)),
      ...objectsAt(spec, 'containers').map((fields) => containerOf(fields, false)),
    ],
    volumes: objectsAt(spec, 'volumes').map((fields) => {
      const type = Object.keys(fields).find((key) => key !== 'name') ?? 'emptyDir';
      return { name: stringAt(fields, 'name') ?? '', type, source: objectAt(fields, type) };
    }),
  };
};

/** Everything that a container is started with: its command and its arguments. */
export const commandOf = ({ fields }: Container): readonly string[] => [
  ...stringsAt(fields, 'command'),
  ...stringsAt(fields, 'args'),
];

/** Whether a container listens on a port. */
export const listensOn = ({ fields }: Container, port: number): boolean =>
  objectsAt(fields, 'ports').some(({ containerPort }) => containerPort === port);

/** Whether a container is a server of Postgres: what listens on its port and is not a pool before it. */
export const isPostgres = (container: Container): boolean =>
  listensOn(container, 5432) && !commandOf(container).join(' ').includes('pgbouncer');

/** Where kinds keep the template of their pods. */
const templates: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  Deployment: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
};

const containerOf = (fields: JsonObject, isInit: boolean): Container => ({
  name: stringAt(fields, 'name') ?? '',
  fields,
  isInit,
  isLasting: !isInit || fields.restartPolicy === 'Always',
  mounts: objectsAt(fields, 'volumeMounts'),
});
