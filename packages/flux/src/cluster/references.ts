import type { Edge, Manifest } from '@helm-charts/types';
import { isObject, listAt, stringAt, valueAt } from '../fields.ts';
import type { FieldPath } from '../sources/origin.ts';
import { containersOf, podOf } from './pods.ts';

/** That an object names another one, by its kind and its name in the same namespace. */
export interface ObjectReference {
  readonly kind: Edge['kind'];
  /** Of the object that is named. */
  readonly to: { readonly kind: string; readonly name: string; readonly namespace?: string };
  readonly part?: string;
  readonly isOptional: boolean;
  readonly path: FieldPath;
}

/** What an object names in fields that Kubernetes or Flux read as a name. */
export const referencesIn = (manifest: Manifest): readonly ObjectReference[] => [
  ...podReferences(manifest),
  ...otherReferences(manifest),
];

const podReferences = (manifest: Manifest): readonly ObjectReference[] => {
  const pod = podOf(manifest);
  if (pod === undefined) return [];
  const { path, spec } = pod;
  const account = stringAt(spec, 'serviceAccountName');
  return [
    ...(account
      ? [named('serviceAccount', 'ServiceAccount', account, [...path, 'serviceAccountName'])]
      : []),
    ...listAt(spec, 'imagePullSecrets').flatMap((item, index) =>
      keyed('secret', item, 'name', [...path, 'imagePullSecrets', index]),
    ),
    ...containersOf(pod).flatMap(({ path: at, container }) => containerReferences(container, at)),
    ...listAt(spec, 'volumes').flatMap((volume, index) =>
      volumeReferences(volume, [...path, 'volumes', index]),
    ),
  ];
};

const containerReferences = (container: unknown, path: FieldPath): readonly ObjectReference[] => [
  ...listAt(container, 'env').flatMap((variable, index) => {
    const at = [...path, 'env', index, 'valueFrom'];
    const from = valueAt(variable, 'valueFrom');
    return [
      ...keyed('secret', valueAt(from, 'secretKeyRef'), 'name', [...at, 'secretKeyRef']),
      ...keyed('configMap', valueAt(from, 'configMapKeyRef'), 'name', [...at, 'configMapKeyRef']),
    ];
  }),
  ...listAt(container, 'envFrom').flatMap((source, index) => {
    const at = [...path, 'envFrom', index];
    return [
      ...keyed('secret', valueAt(source, 'secretRef'), 'name', [...at, 'secretRef']),
      ...keyed('configMap', valueAt(source, 'configMapRef'), 'name', [...at, 'configMapRef']),
    ];
  }),
];

const volumeReferences = (volume: unknown, path: FieldPath): readonly ObjectReference[] => [
  ...keyed('secret', valueAt(volume, 'secret'), 'secretName', [...path, 'secret']),
  ...keyed('configMap', valueAt(volume, 'configMap'), 'name', [...path, 'configMap']),
  ...keyed('claim', valueAt(volume, 'persistentVolumeClaim'), 'claimName', [
    ...path,
    'persistentVolumeClaim',
  ]),
  ...listAt(volume, 'projected', 'sources').flatMap((source, index) => {
    const at = [...path, 'projected', 'sources', index];
    return [
      ...keyed('secret', valueAt(source, 'secret'), 'name', [...at, 'secret']),
      ...keyed('configMap', valueAt(source, 'configMap'), 'name', [...at, 'configMap']),
    ];
  }),
];

const kindOf = {
  secret: 'Secret',
  configMap: 'ConfigMap',
  claim: 'PersistentVolumeClaim',
} as const;

/** A reference with a name, and one edge for each key of `items` or the one of `key`. */
const keyed = (
  kind: keyof typeof kindOf,
  reference: unknown,
  nameField: string,
  path: FieldPath,
): readonly ObjectReference[] => {
  const name = stringAt(reference, nameField);
  if (!name) return [];
  const whole = {
    kind,
    to: { kind: kindOf[kind], name },
    isOptional: valueAt(reference, 'optional') === true,
  };
  const key = stringAt(reference, 'key');
  if (key !== undefined) return [{ ...whole, part: key, path: [...path, 'key'] }];
  const items = listAt(reference, 'items').flatMap((item, index): ObjectReference[] => {
    const part = stringAt(item, 'key');
    return part === undefined ? [] : [{ ...whole, part, path: [...path, 'items', index, 'key'] }];
  });
  return items.length > 0 ? items : [{ ...whole, path: [...path, nameField] }];
};

const named = (
  kind: Edge['kind'],
  toKind: string,
  name: string,
  path: FieldPath,
  part?: string,
): ObjectReference => ({
  kind,
  to: { kind: toKind, name },
  isOptional: false,
  path,
  ...(part !== undefined && { part }),
});

const otherReferences = (manifest: Manifest): readonly ObjectReference[] => {
  const { kind, apiVersion, spec, metadata } = manifest;
  switch (kind) {
    case 'StatefulSet': {
      const service = stringAt(spec, 'serviceName');
      return service ? [named('address', 'Service', service, ['spec', 'serviceName'])] : [];
    }
    case 'ServiceAccount':
      return listAt(manifest, 'imagePullSecrets').flatMap((item, index) =>
        keyed('secret', item, 'name', ['imagePullSecrets', index]),
      );
    case 'Ingress':
      return [
        ...ingressBackends(spec),
        ...listAt(spec, 'tls').flatMap((tls, index) =>
          keyed('secret', tls, 'secretName', ['spec', 'tls', index]),
        ),
      ];
    case 'RoleBinding':
    case 'ClusterRoleBinding':
      return listAt(manifest, 'subjects').flatMap((subject, index): ObjectReference[] => {
        const name = stringAt(subject, 'name');
        const namespace = stringAt(subject, 'namespace');
        if (name === undefined || stringAt(subject, 'kind') !== 'ServiceAccount') return [];
        const reference = named('serviceAccount', 'ServiceAccount', name, ['subjects', index]);
        return [{ ...reference, to: { ...reference.to, ...(namespace && { namespace }) } }];
      });
    case 'HelmRelease':
    case 'Kustomization':
      return apiVersion.includes('.toolkit.fluxcd.io/') ? fluxReferences(kind, spec, metadata) : [];
    default:
      return [];
  }
};

const ingressBackends = (spec: unknown): readonly ObjectReference[] => {
  const backend = (value: unknown, path: FieldPath): ObjectReference[] => {
    const name = stringAt(value, 'service', 'name');
    if (name === undefined) return [];
    const port =
      valueAt(value, 'service', 'port', 'number') ?? valueAt(value, 'service', 'port', 'name');
    const part = port === undefined ? undefined : String(port);
    return [named('address', 'Service', name, [...path, 'service', 'name'], part)];
  };
  return [
    ...backend(valueAt(spec, 'defaultBackend'), ['spec', 'defaultBackend']),
    ...listAt(spec, 'rules').flatMap((rule, at) =>
      listAt(rule, 'http', 'paths').flatMap((item, index) =>
        backend(valueAt(item, 'backend'), ['spec', 'rules', at, 'http', 'paths', index, 'backend']),
      ),
    ),
  ];
};

const fluxReferences = (
  kind: string,
  spec: unknown,
  { namespace }: Manifest['metadata'],
): readonly ObjectReference[] => {
  const sources =
    kind === 'HelmRelease'
      ? { path: ['spec', 'valuesFrom'], list: listAt(spec, 'valuesFrom') }
      : {
          path: ['spec', 'postBuild', 'substituteFrom'],
          list: listAt(spec, 'postBuild', 'substituteFrom'),
        };
  return [
    ...listAt(spec, 'dependsOn').flatMap((dependency, index): ObjectReference[] => {
      const name = stringAt(dependency, 'name');
      if (name === undefined) return [];
      const other = stringAt(dependency, 'namespace') || namespace;
      const reference = named('dependsOn', kind, name, ['spec', 'dependsOn', index]);
      return [{ ...reference, to: { ...reference.to, ...(other && { namespace: other }) } }];
    }),
    ...sources.list.flatMap((source, index): ObjectReference[] => {
      const name = stringAt(source, 'name');
      const toKind = stringAt(source, 'kind');
      if (!isObject(source) || name === undefined) return [];
      const edge = toKind === 'Secret' ? 'secret' : 'configMap';
      const part =
        kind === 'HelmRelease' ? (stringAt(source, 'valuesKey') ?? 'values.yaml') : undefined;
      const reference = named(edge, kindOf[edge], name, [...sources.path, index], part);
      return [{ ...reference, isOptional: source.optional === true }];
    }),
  ];
};
