import type { FieldPath } from './fields.ts';
import { listAt, stringAt, valueAt } from './fields.ts';

/** A reference to another object, or to a key of it. */
export interface Reference {
  /** The kind of the target. */
  readonly kind: ReferenceKind;
  readonly namespace: string;
  readonly name: string;
  /** The key of a Secret or ConfigMap, or the port of a Service, if the field names one; undefined means all. */
  readonly key?: string;
  /** Whether the target may be missing. */
  readonly isOptional: boolean;
  /** The path of the field with the reference. */
  readonly path: FieldPath;
}

/** The kinds that other objects refer to. */
export type ReferenceKind =
  | 'Secret'
  | 'ConfigMap'
  | 'PersistentVolumeClaim'
  | 'ServiceAccount'
  | 'Service'
  | 'HelmRelease'
  | 'Kustomization';

/** The references of a mapping with a `name`: one for its `key`, or one for each of its `items`. */
export const referenceIn = (
  value: unknown,
  to: Pick<Reference, 'kind' | 'namespace'>,
  nameField: string,
  path: FieldPath,
): readonly Reference[] => {
  const name = stringAt(value, nameField);
  if (!name) return [];
  const whole = { ...to, name, isOptional: valueAt(value, 'optional') === true };
  const key = stringAt(value, 'key');
  if (key !== undefined) return [{ ...whole, key, path: [...path, 'key'] }];
  const items = listAt(value, 'items').flatMap((item, index): Reference[] => {
    const part = stringAt(item, 'key');
    return part === undefined
      ? []
      : [{ ...whole, key: part, path: [...path, 'items', index, 'key'] }];
  });
  return items.length > 0 ? items : [{ ...whole, path: [...path, nameField] }];
};
