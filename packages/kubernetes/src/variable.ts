import type { JsonObject } from '@helm-charts/types';
import { type FieldPath, isObject, listAt, objectAt, stringAt, valueAt } from './fields.ts';
import { type Reference, referenceIn } from './reference.ts';

/** A variable that a container names: a text, or a key of a Secret or ConfigMap. */
export interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly from?: Reference;
  readonly path: FieldPath;
}

/** A text in the environment of a container, and the field that puts it there. */
export interface Setting {
  readonly value: string;
  readonly path: FieldPath;
}

/** The data of a ConfigMap, empty if there is none of that name. */
export type DataOf = (namespace: string, name: string) => JsonObject;

/** The `env` of a container, in its order. */
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

/** The Secrets and ConfigMaps of a container's `envFrom`. */
export const variableSourcesOf = (
  fields: JsonObject,
  namespace: string,
  path: FieldPath,
): readonly Reference[] =>
  listAt(fields, 'envFrom').flatMap((entry, index) =>
    keys(entry, 'Ref', namespace, [...path, 'envFrom', index]),
  );

/** The texts in the environment of a container by their names, those of ConfigMaps included and those of Secrets empty. */
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
