import type { Manifest } from '@helm-charts/types';
import { type FieldPath, isObject, listAt, stringAt, valueAt } from './fields.ts';
import { namespaceOf } from './identity.ts';
import { type Reference, referenceIn } from './reference.ts';

/**
 * The references of an object outside its pod template, in fields that Kubernetes or Flux define as references.
 */
export const referencesOf = (manifest: Manifest): readonly Reference[] => {
  const { kind, apiVersion, spec } = manifest;
  const namespace = namespaceOf(manifest);
  switch (kind) {
    case 'StatefulSet':
      return referenceIn(spec, { kind: 'Service', namespace }, 'serviceName', ['spec']);
    case 'ServiceAccount':
      return listAt(manifest, 'imagePullSecrets').flatMap((item, index) =>
        referenceIn(item, { kind: 'Secret', namespace }, 'name', ['imagePullSecrets', index]),
      );
    case 'Ingress':
      return [
        ...backends(spec, namespace),
        ...listAt(spec, 'tls').flatMap((tls, index) =>
          referenceIn(tls, { kind: 'Secret', namespace }, 'secretName', ['spec', 'tls', index]),
        ),
      ];
    case 'RoleBinding':
    case 'ClusterRoleBinding':
      return listAt(manifest, 'subjects').flatMap((subject, index): Reference[] => {
        const name = stringAt(subject, 'name');
        if (name === undefined || stringAt(subject, 'kind') !== 'ServiceAccount') return [];
        const other = stringAt(subject, 'namespace') || namespace;
        return [reference('ServiceAccount', other, name, ['subjects', index])];
      });
    case 'HelmRelease':
    case 'Kustomization':
      return apiVersion.includes('.toolkit.fluxcd.io/')
        ? fluxReferences(kind, spec, namespace)
        : [];
    default:
      return [];
  }
};

/** The references in `spec.valuesFrom` of a HelmRelease. */
export const valuesOf = ({ kind, apiVersion, spec, ...rest }: Manifest): readonly Reference[] =>
  kind === 'HelmRelease' && apiVersion.startsWith('helm.toolkit.fluxcd.io/')
    ? sources(kind, spec, namespaceOf({ kind, apiVersion, spec, ...rest }))
    : [];

const reference = (
  kind: Reference['kind'],
  namespace: string,
  name: string,
  path: FieldPath,
  key?: string,
): Reference => ({
  kind,
  namespace,
  name,
  ...(key !== undefined && { key }),
  isOptional: false,
  path,
});

const backends = (spec: unknown, namespace: string): readonly Reference[] => {
  const backend = (value: unknown, path: FieldPath): readonly Reference[] => {
    const name = stringAt(value, 'service', 'name');
    if (name === undefined) return [];
    const port =
      valueAt(value, 'service', 'port', 'number') ?? valueAt(value, 'service', 'port', 'name');
    const key = port === undefined ? undefined : String(port);
    return [reference('Service', namespace, name, [...path, 'service', 'name'], key)];
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
  kind: 'HelmRelease' | 'Kustomization',
  spec: unknown,
  namespace: string,
): readonly Reference[] => [
  ...listAt(spec, 'dependsOn').flatMap((dependency, index): Reference[] => {
    const name = stringAt(dependency, 'name');
    if (name === undefined) return [];
    const other = stringAt(dependency, 'namespace') || namespace;
    return [reference(kind, other, name, ['spec', 'dependsOn', index])];
  }),
  ...sources(kind, spec, namespace),
];

/** The ConfigMaps and Secrets with values or variables for Flux. */
const sources = (kind: string, spec: unknown, namespace: string): readonly Reference[] => {
  const isRelease = kind === 'HelmRelease';
  const path = isRelease ? ['valuesFrom'] : ['postBuild', 'substituteFrom'];
  return listAt(spec, ...path).flatMap((source, index): Reference[] => {
    const name = stringAt(source, 'name');
    if (!isObject(source) || name === undefined) return [];
    const to = source.kind === 'Secret' ? 'Secret' : 'ConfigMap';
    const key = isRelease ? (stringAt(source, 'valuesKey') ?? 'values.yaml') : undefined;
    const at = ['spec', ...path, index];
    return [{ ...reference(to, namespace, name, at, key), isOptional: source.optional === true }];
  });
};
