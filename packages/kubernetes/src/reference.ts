import type { FieldPath } from './fields.ts';
import { listAt, stringAt, valueAt } from './fields.ts';

/** That a field names another object, or a key of it. */
export interface Reference {
  /** Of the object that is named. */
  readonly kind: ReferenceKind;
  readonly namespace: string;
  readonly name: string;
  /** The key of a Secret or ConfigMap, or the port of a Service, where it needs just that; all of them otherwise. */
  readonly key?: string;
  /** Whether the object may be missing. */
  readonly isOptional: boolean;
  /** The field that says so. */
  readonly path: FieldPath;
}

/** The kinds that are named by other objects. */
export type ReferenceKind =
  | 'Secret'
  | 'ConfigMap'
  | 'PersistentVolumeClaim'
  | 'ServiceAccount'
  | 'Service'
  | 'HelmRelease'
  | 'Kustomization';

/** What a field refers to whose value is a mapping with a name: one reference for its `key`, or for each of its `items`. */
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
