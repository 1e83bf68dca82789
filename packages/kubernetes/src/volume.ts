import type { JsonObject } from '@helm-charts/types';
import { type FieldPath, listAt, objectAt, stringAt, valueAt } from './fields.ts';
import { type Reference, referenceIn } from './reference.ts';

/** A volume of a pod. */
export interface Volume {
  /** The name in the `volumeMounts` of containers. */
  readonly name: string;
  /** The type of the volume, for instance `emptyDir` or `secret`. */
  readonly type: string;
  /** The fields of its type. */
  readonly source: JsonObject;
  /** The references to Secrets, ConfigMaps and claims. */
  readonly references: readonly Reference[];
  readonly path: FieldPath;
}

/** Reads a volume of a pod's spec. */
export const volumeOf = (fields: JsonObject, namespace: string, path: FieldPath): Volume => {
  const type = Object.keys(fields).find((key) => key !== 'name') ?? 'emptyDir';
  return {
    name: stringAt(fields, 'name') ?? '',
    type,
    source: objectAt(fields, type),
    references: referencesOf(fields, namespace, path),
    path,
  };
};

const referencesOf = (
  volume: JsonObject,
  namespace: string,
  path: FieldPath,
): readonly Reference[] => {
  const files = (value: unknown, secretName: string, at: FieldPath) => [
    ...referenceIn(valueAt(value, 'secret'), { kind: 'Secret', namespace }, secretName, [
      ...at,
      'secret',
    ]),
    ...referenceIn(valueAt(value, 'configMap'), { kind: 'ConfigMap', namespace }, 'name', [
      ...at,
      'configMap',
    ]),
  ];
  const claim = { kind: 'PersistentVolumeClaim', namespace } as const;
  return [
    ...files(volume, 'secretName', path),
    ...referenceIn(volume.persistentVolumeClaim, claim, 'claimName', [
      ...path,
      'persistentVolumeClaim',
    ]),
    ...listAt(volume, 'projected', 'sources').flatMap((source, index) =>
      files(source, 'name', [...path, 'projected', 'sources', index]),
    ),
  ];
};
