import { isObject, listAt, objectAt, stringAt } from '@helm-charts/kubernetes';
import type { JsonSchema } from '@helm-charts/types';

/** One version of a custom resource, as a CustomResourceDefinition or a JSON Schema describes it. */
export interface CustomKindSource {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly scope: 'Namespaced' | 'Cluster';
  /** The OpenAPI schema of the objects, as in a CustomResourceDefinition. */
  readonly schema: JsonSchema;
}

/** The kinds that a CustomResourceDefinition serves, one for each version; empty for another object. */
export const kindsOfCrd = (object: unknown): readonly CustomKindSource[] => {
  if (stringAt(object, 'kind') !== 'CustomResourceDefinition') return [];
  const [group, kind] = [
    stringAt(object, 'spec', 'group'),
    stringAt(object, 'spec', 'names', 'kind'),
  ];
  const scope = stringAt(object, 'spec', 'scope') === 'Cluster' ? 'Cluster' : 'Namespaced';
  if (!group || !kind) return [];
  return listAt(object, 'spec', 'versions').flatMap((version) => {
    const name = stringAt(version, 'name');
    const isServed = isObject(version) && version.served !== false;
    const schema = objectAt(version, 'schema', 'openAPIV3Schema');
    return name && isServed && schema && isKindName({ group, version: name, kind })
      ? [{ group, version: name, kind, scope, schema }]
      : [];
  });
};

/** Whether these are names as the API server takes them; files are named by them. */
export const isKindName = ({
  group,
  version,
  kind,
}: Pick<CustomKindSource, 'group' | 'version' | 'kind'>): boolean =>
  isGroup.test(group) && isVersion.test(version) && isKind.test(kind);

export const isGroup: RegExp = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
export const isVersion: RegExp = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
export const isKind: RegExp = /^[A-Za-z][A-Za-z0-9]*$/;

/** `monitoring.coreos.com/v1/ServiceMonitor`. */
export const printKind = ({
  group,
  version,
  kind,
}: Pick<CustomKindSource, 'group' | 'version' | 'kind'>): string => `${group}/${version}/${kind}`;

/** The path of a kind's schema in the folder of schemas, without the file extension. */
export const pathOfKind = ({
  group,
  version,
  kind,
}: Pick<CustomKindSource, 'group' | 'version' | 'kind'>): string =>
  `${group}/${kind.toLowerCase()}-${version}`;
