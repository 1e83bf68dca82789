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

/** A Pod, or the pod template of an object. */
export interface Pod {
  readonly object: ClusterObject;
  /** The kind of the object. */
  readonly kind: string;
  readonly namespace: string;
  /** The metadata of the pod: `labels` and `annotations`. */
  readonly labels: JsonObject;
  readonly annotations: JsonObject;
  readonly spec: JsonObject;
  /** First the init containers, then the main containers, then the ephemeral containers. */
  readonly containers: readonly Container[];
  readonly volumes: readonly Volume[];
  /** All references of the pod, including those of its containers and volumes. */
  readonly references: readonly Reference[];
  /** The path of the pod template, which contains `metadata` and `spec`. */
  readonly path: FieldPath;
}

export interface Container {
  readonly name: string;
  readonly type: 'init' | 'main' | 'ephemeral';
  readonly fields: JsonObject;
  /** Whether it runs as long as the pod: a main container, or an init container with `restartPolicy: Always`. */
  readonly isLasting: boolean;
  readonly mounts: readonly JsonObject[];
  /** The variables in `env`. */
  readonly variables: readonly Variable[];
  /** The references in `envFrom`. */
  readonly variableSources: readonly Reference[];
  /**
   * The values of its environment variables by name, including those from ConfigMaps; values from Secrets are
   * empty.
   */
  readonly settings: ReadonlyMap<string, string>;
  /** The Services whose host names appear in its environment, command and arguments. */
  readonly addresses: readonly Address[];
  readonly path: FieldPath;
}

/** Reads the pod of an object; undefined if the object has no pod template. */
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

/** The command and the arguments of a container. */
export const commandOf = ({ fields }: Container): readonly string[] => [
  ...stringsAt(fields, 'command'),
  ...stringsAt(fields, 'args'),
];

/** Whether a container listens on a port. */
export const listensOn = ({ fields }: Container, port: number): boolean =>
  objectsAt(fields, 'ports').some(({ containerPort }) => containerPort === port);

const template = ['spec', 'template'];

/** The path of the pod template in each kind. */
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
