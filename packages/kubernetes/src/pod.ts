import type { JsonObject } from '@helm-charts/types';
import { type Address, addressesInContainer, type Known } from './address.ts';
import type { ClusterObject } from './cluster.ts';
import {
  type FieldPath,
  isObject,
  listAt,
  objectAt,
  objectsAt,
  stringAt,
  stringsAt,
  valueAt,
} from './fields.ts';
import { namespaceOf } from './identity.ts';
import { type Reference, referenceIn } from './reference.ts';
import {
  type DataOf,
  settingsOf,
  type Variable,
  variableSourcesOf,
  variablesOf,
} from './variable.ts';
import { type Volume, volumeOf } from './volume.ts';

/** A pod, or the template of the pods that an object makes. */
export interface Pod {
  readonly object: ClusterObject;
  /** Of the object. */
  readonly kind: string;
  readonly namespace: string;
  /** The pod's own metadata: `labels` and `annotations`. */
  readonly labels: JsonObject;
  readonly annotations: JsonObject;
  readonly spec: JsonObject;
  /** Init containers first, then those that run, then those for debugging. */
  readonly containers: readonly Container[];
  readonly volumes: readonly Volume[];
  /** Everything that it names, its containers and volumes included. */
  readonly references: readonly Reference[];
  /** The keys that lead to the template; its fields are under `metadata` and `spec`. */
  readonly path: FieldPath;
}

export interface Container {
  readonly name: string;
  readonly type: 'init' | 'main' | 'ephemeral';
  readonly fields: JsonObject;
  /** Whether it runs for as long as the pod does: a main container, or an init container with `restartPolicy: Always`. */
  readonly isLasting: boolean;
  readonly mounts: readonly JsonObject[];
  /** Its `env`. */
  readonly variables: readonly Variable[];
  /** Its `envFrom`. */
  readonly variableSources: readonly Reference[];
  /** The texts in its environment by their names, those of ConfigMaps included and those of Secrets empty. */
  readonly settings: ReadonlyMap<string, string>;
  /** The Services that its environment, command and arguments name as hosts. */
  readonly addresses: readonly Address[];
  readonly path: FieldPath;
}

/** Reads the pod of an object; undefined if the object makes none. */
export const podOf = (object: ClusterObject, dataOf: DataOf, known: Known): Pod | undefined => {
  const { manifest } = object;
  const path = templates[manifest.kind];
  const template = path && valueAt(manifest, ...path);
  const spec = valueAt(template, 'spec');
  if (path === undefined || !isObject(spec)) return undefined;
  const namespace = namespaceOf(manifest);
  const at = [...path, 'spec'];
  const containers = fieldsOfContainers.flatMap(({ field, type }) =>
    listAt(spec, field).flatMap((fields, index) =>
      isObject(fields)
        ? [containerOf(object, fields, type, [...at, field, index], dataOf, known)]
        : [],
    ),
  );
  const volumes = listAt(spec, 'volumes').flatMap((fields, index) =>
    isObject(fields) ? [volumeOf(fields, namespace, [...at, 'volumes', index])] : [],
  );
  return {
    object,
    kind: manifest.kind,
    namespace,
    labels: objectAt(template, 'metadata', 'labels'),
    annotations: objectAt(template, 'metadata', 'annotations'),
    spec,
    containers,
    volumes,
    references: [
      ...accountsOf(spec, namespace, at),
      ...containers.flatMap(({ variables, variableSources }) => [
        ...variables.flatMap(({ from }) => from ?? []),
        ...variableSources,
      ]),
      ...volumes.flatMap(({ references }) => references),
    ],
    path,
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

const template = ['spec', 'template'];

/** Where kinds keep the template of their pods. */
const templates: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  Deployment: template,
  StatefulSet: template,
  DaemonSet: template,
  ReplicaSet: template,
  ReplicationController: template,
  Job: template,
  CronJob: ['spec', 'jobTemplate', ...template],
};

const fieldsOfContainers = [
  { field: 'initContainers', type: 'init' },
  { field: 'containers', type: 'main' },
  { field: 'ephemeralContainers', type: 'ephemeral' },
] as const;

const containerOf = (
  object: ClusterObject,
  fields: JsonObject,
  type: Container['type'],
  path: FieldPath,
  dataOf: DataOf,
  known: Known,
): Container => {
  const namespace = namespaceOf(object.manifest);
  const variables = variablesOf(fields, namespace, path);
  const variableSources = variableSourcesOf(fields, namespace, path);
  const settings = settingsOf(variables, variableSources, dataOf);
  return {
    name: stringAt(fields, 'name') ?? '',
    type,
    fields,
    isLasting: type === 'main' || (type === 'init' && fields.restartPolicy === 'Always'),
    mounts: objectsAt(fields, 'volumeMounts'),
    variables,
    variableSources,
    settings: new Map([...settings].map(([name, { value }]) => [name, value])),
    addresses: addressesInContainer(object, fields, settings, path, known),
    path,
  };
};

const accountsOf = (spec: JsonObject, namespace: string, path: FieldPath): readonly Reference[] => [
  ...referenceIn(spec, { kind: 'ServiceAccount', namespace }, 'serviceAccountName', path),
  ...listAt(spec, 'imagePullSecrets').flatMap((item, index) =>
    referenceIn(item, { kind: 'Secret', namespace }, 'name', [...path, 'imagePullSecrets', index]),
  ),
];
