import {
  type Condition,
  type Each,
  type Either,
  expressionOf,
  type JsonSchema,
  type Merge,
  requiredOf,
  type Splice,
  type When,
} from '@helm-charts/types';
import { kindOf } from './pipeline.ts';

/** What a manifest template is made of besides literals, lists, maps and references. */
export type Control =
  | When<unknown>
  | Either<unknown>
  | Each<unknown>
  | Splice<unknown>
  | Merge<unknown>;

/** The control that a part of a manifest is; undefined where it is something else. */
export const controlOf = (value: unknown): Control | undefined =>
  typeof value === 'object' && value !== null && 'kind' in value && controls.has(String(value.kind))
    ? (value as Control)
    : undefined;

const controls = new Set(['when', 'either', 'each', 'splice', 'merge']);

/**
 * When a part of a manifest stands there: always, or only where a condition holds.
 * A key whose value comes to nothing must not be written, since `key:` alone is null.
 */
export const presence = (value: unknown): Condition | 'always' => {
  const of = expressionOf(value);
  if (of !== undefined) {
    return kindOf(of) === 'tree' && 'schema' in of && mayBeEmpty(of.schema)
      ? { kind: 'set', of }
      : 'always';
  }
  const control = controlOf(value);
  if (control !== undefined) return presenceOf(control);
  if (Array.isArray(value)) return value.length === 0 ? 'always' : any(value);
  if (typeof value === 'object' && value !== null) {
    const members = Object.values(value);
    return members.length === 0 ? 'always' : any(members);
  }
  return 'always';
};

/** Whether a list or map may come to `[]` or `{}`; an object with certain members can't. */
export const mayBeEmpty = (schema: JsonSchema): boolean => requiredOf(schema).length === 0;

const presenceOf = (control: Control): Condition | 'always' => {
  switch (control.kind) {
    case 'when':
      return control.condition;
    case 'either':
      return 'always';
    case 'each':
      return {
        kind: 'set',
        of: expressionOf(control.over) as NonNullable<ReturnType<typeof expressionOf>>,
      };
    case 'splice':
      return {
        kind: 'set',
        of: expressionOf(control.of) as NonNullable<ReturnType<typeof expressionOf>>,
      };
    case 'merge':
      return any(control.of);
  }
};

const any = (values: readonly unknown[]): Condition | 'always' => {
  const conditions = values.map(presence);
  const certain = conditions.filter((condition) => condition !== 'always');
  if (certain.length < conditions.length) return 'always';
  const [only] = certain;
  return certain.length === 1 && only !== undefined ? only : { kind: 'or', of: certain };
};
