import type { JsonObject } from '@helm-charts/types';
import { type FieldPath, isObject, listAt, objectAt, stringAt, valueAt } from './fields.ts';
import { type Reference, referenceIn } from './reference.ts';

/** An environment variable of a container: a value, or a key of a Secret or ConfigMap. */
export interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly from?: Reference;
  readonly path: FieldPath;
}

/** The value of an environment variable, and the field that sets it. */
export interface Setting {
  readonly value: string;
  readonly path: FieldPath;
}

/** Returns the data of a ConfigMap; empty if it does not exist. */
export type DataOf = (namespace: string, name: string) => JsonObject;

/** The variables in `env` of a container, in order. */
export const variablesOf = (
  fields: JsonObject,
  namespace: string,
  path: FieldPath,
): readonly Variable[] =>
  listAt(fields, 'env').flatMap((entry, index): Variable[] => {
    if (!isObject(entry)) return [];
    const at = [...path, 'env', index];
    const value = stringAt(entry, 'value');
    const [from] = keys(valueAt(entry, 'valueFrom'), 'KeyRef', namespace, [...at, 'valueFrom']);
    return [
      {
        name: stringAt(entry, 'name') ?? '',
        ...(value !== undefined && { value }),
        ...(from && { from }),
        path: at,
      },
    ];
  });

/** The Secrets and ConfigMaps in `envFrom` of a container. */
export const variableSourcesOf = (
  fields: JsonObject,
  namespace: string,
  path: FieldPath,
): readonly Reference[] =>
  listAt(fields, 'envFrom').flatMap((entry, index) =>
    keys(entry, 'Ref', namespace, [...path, 'envFrom', index]),
  );

/**
 * The values of the environment variables of a container by name, including those from ConfigMaps; values from
 * Secrets are empty.
 */
export const settingsOf = (
  variables: readonly Variable[],
  sources: readonly Reference[],
  dataOf: DataOf,
): ReadonlyMap<string, Setting> => {
  const settings = new Map<string, Setting>();
  for (const { kind, namespace, name, path } of sources) {
    if (kind !== 'ConfigMap') continue;
    for (const [key, value] of Object.entries(dataOf(namespace, name))) {
      settings.set(key, { value: String(value), path });
    }
  }
  for (const { name, value, from, path } of variables) {
    const text =
      value ??
      (from?.kind === 'ConfigMap' ? dataOf(from.namespace, from.name)[from.key ?? ''] : '');
    settings.set(name, {
      value: String(text ?? ''),
      path: value === undefined && from !== undefined ? from.path : [...path, 'value'],
    });
  }
  return settings;
};

const keys = (
  value: unknown,
  suffix: 'Ref' | 'KeyRef',
  namespace: string,
  path: FieldPath,
): readonly Reference[] => {
  const fields = objectAt(value);
  return (
    [
      ['Secret', `secret${suffix}`],
      ['ConfigMap', `configMap${suffix}`],
    ] as const
  ).flatMap(([kind, field]) =>
    referenceIn(fields[field], { kind, namespace }, 'name', [...path, field]),
  );
};
