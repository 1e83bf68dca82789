import {
  type Condition,
  type Each,
  type Either,
  expressionOf,
  type JsonSchema,
  type Merge,
  requiredOf,
  type Spread,
  type When,
} from '@helm-charts/types';
import { kindOf } from './pipeline.ts';

/** The control nodes of a manifest template, besides literals, lists, maps and references. */
export type Control =
  | When<unknown>
  | Either<unknown>
  | Each<unknown>
  | Spread<unknown>
  | Merge<unknown>;

/** Returns a part of a manifest as a control node; undefined if it is not one. Many fields of Kubernetes are called `kind`, too. */
export const controlOf = (value: unknown): Control | undefined =>
  typeof value === 'object' && value !== null && 'kind' in value && controls.has(value.kind)
    ? (value as Control)
    : undefined;

const controls = new Set<unknown>(['when', 'either', 'each', 'spread', 'merge']);

/** When a part of a manifest is rendered. */
export type Presence = Condition | 'always' | 'never';

/**
 * Returns when a part of a manifest is rendered: always, never, or if a condition holds. A key without content must not be written, since
 * `key:` alone is null.
 */
export const presence = (value: unknown): Presence => {
  const of = expressionOf(value);
  if (of !== undefined) {
    return kindOf(of) === 'tree' && 'schema' in of && mayBeEmpty(of.schema)
      ? { kind: 'set', of }
      : 'always';
  }
  const control = controlOf(value);
  if (control !== undefined) return presenceOf(control, presence);
  if (typeof value !== 'object' || value === null) return 'always';
  const parts = Object.values(value);
  if (parts.length === 0) return 'always';
  return any(parts.map(Array.isArray(value) ? presenceOfItem : presence));
};

/** An item may be a list of items; an empty list is not rendered. */
const presenceOfItem = (item: unknown): Presence => {
  const control = controlOf(item);
  return control === undefined
    ? presence(item)
    : presenceOf(control, (body) => any([body].flat().map(presenceOfItem)));
};

/** Whether a list or map may be `[]` or `{}`; an object with required members can't. */
export const mayBeEmpty = (schema: JsonSchema): boolean => requiredOf(schema).length === 0;

const presenceOf = (control: Control, of: (body: unknown) => Presence): Presence => {
  switch (control.kind) {
    case 'when':
      return both(control.condition, of(control.body));
    case 'either': {
      const branches = [of(control.body), of(control.otherwise)] as const;
      if (branches.every((branch) => branch === 'always')) return 'always';
      const opposite: Condition = { kind: 'not', of: control.condition };
      return any([both(control.condition, branches[0]), both(opposite, branches[1])]);
    }
    case 'each':
      return control.variables.key === undefined
        ? { kind: 'set', of: control.over }
        : { kind: 'filled', of: control.over, except: [] };
    case 'spread':
      return { kind: 'set', of: control.of };
    case 'merge':
      return any(partsOf(control));
  }
};

/** When each part of a merge adds members. */
const partsOf = (merge: Merge<unknown>): readonly Presence[] => {
  const written = keysOf(merge);
  return merge.of.flatMap((part) => {
    const of = expressionOf(part);
    if (of === undefined) return Object.values(part as object).map(presence);
    if (of.kind === 'helper') return ['always'];
    return [written.length === 0 ? { kind: 'set', of } : { kind: 'filled', of, except: written }];
  });
};

/** The keys that the chart writes itself in a merge. */
export const keysOf = ({ of }: Merge<unknown>): readonly string[] =>
  of.flatMap((part) => {
    const from = expressionOf(part);
    if (from === undefined) return Object.keys(part as object);
    return from.kind === 'helper' ? (helperKeys[from.name] ?? []) : [];
  });

const selectorKeys = ['app.kubernetes.io/name', 'app.kubernetes.io/instance'];

/** The keys of the labels in `_helpers.tpl`. */
const helperKeys: Readonly<Record<string, readonly string[]>> = {
  selectorLabels: selectorKeys,
  labels: [
    ...selectorKeys,
    'app.kubernetes.io/version',
    'app.kubernetes.io/managed-by',
    'helm.sh/chart',
  ],
};

const any = (parts: readonly Presence[]): Presence => {
  if (parts.includes('always')) return 'always';
  const [first, ...others] = parts.filter((part) => part !== 'always' && part !== 'never');
  if (first === undefined) return 'never';
  return others.length === 0 ? first : { kind: 'or', of: [first, ...others] };
};

const both = (a: Condition, b: Presence): Presence => {
  if (b === 'always' || b === 'never') return b === 'always' ? a : b;
  return { kind: 'and', of: [a, b] };
};
