import {
  type Condition,
  type Expression,
  expressionOf,
  type Finding,
  type JsonSchema,
  type ManifestTemplate,
  propertiesOf,
  requiredOf,
} from '@helm-charts/types';
import { kindOf } from '../emit/pipeline.ts';
import { controlOf } from '../emit/presence.ts';
import { placeOf, printPath } from '../place.ts';
import { below, type Locate, type Place, placeOfManifest, problemAt } from './place.ts';

/** The values that are certain to be present, by path; a path that ends with `*` stands for all its members. */
type Certain = ReadonlySet<string>;

/** Reports every text, number or boolean that a manifest writes although the value may be absent where the conditions around it hold. */
export const checkCertainty = (
  manifest: ManifestTemplate,
  conditions: readonly Condition[],
  locate: Locate,
): readonly Finding[] =>
  walk(
    manifest,
    placeOfManifest(manifest),
    new Set(conditions.flatMap((condition) => implied(condition, true))),
    locate,
  );

const walk = (
  part: unknown,
  place: Place,
  certain: Certain,
  locate: Locate,
): readonly Finding[] => {
  const expression = expressionOf(part);
  if (expression !== undefined) return unguarded(expression, place, certain, locate);
  if (typeof part !== 'object' || part === null) return [];
  const control = controlOf(part);
  const inner = { ...place, origin: below(place, '', part).origin };
  const visit = (body: unknown, more: readonly string[] = []): readonly Finding[] =>
    walk(body, inner, more.length === 0 ? certain : new Set([...certain, ...more]), locate);
  switch (control?.kind) {
    case 'when':
      return visit(control.body, implied(control.condition, true));
    case 'either':
      return [
        ...visit(control.body, implied(control.condition, true)),
        ...visit(control.otherwise, implied(control.condition, false)),
      ];
    case 'each':
      return visit(control.body);
    case 'spread':
      return [];
    case 'merge':
      return control.of.flatMap((one) => (expressionOf(one) === undefined ? visit(one) : []));
    default:
      return Object.entries(part).flatMap(([key, one]) =>
        walk(one, below(place, key, one), certain, locate),
      );
  }
};

/** The reads of an expression that need a value: the parts of a text, an image, the holes of a file. */
const unguarded = (
  of: Expression,
  place: Place,
  certain: Certain,
  locate: Locate,
): readonly Finding[] => {
  switch (of.kind) {
    case 'value':
    case 'variable':
      // An absent list or map is omitted with its key.
      return kindOf(of) === 'tree' || isCertain(of, certain)
        ? []
        : [
            problemAt(place, locate, {
              rule: 'value-unguarded',
              message: `the value ${printPath(placeOf(of))} may be absent, and Helm renders nothing in its place`,
              fix: 'wrap it in ifSet(…), or give another value with orDefault(…)',
            }),
          ];
    case 'text':
      return of.parts.flatMap((one) =>
        typeof one === 'string' ? [] : unguarded(one, place, certain, locate),
      );
    case 'sum':
    case 'product':
      return of.of.flatMap((one) =>
        typeof one === 'number' ? [] : unguarded(one, place, certain, locate),
      );
    case 'file':
      return Object.values(of.holes).flatMap((hole) => walk(hole, place, certain, locate));
    case 'definition':
      return walk(of.of, place, certain, locate);
    default:
      return [];
  }
};

type Read = Extract<Expression, { readonly kind: 'value' | 'variable' }>;

const isCertain = (of: Read, certain: Certain): boolean => {
  const base = baseOf(of);
  let schema: JsonSchema | undefined = rootOf(of);
  return of.path.every((key, at) => {
    const isRequired = schema !== undefined && requiredOf(schema).includes(key);
    schema = schema && propertiesOf(schema)?.[key];
    const path = of.path.slice(0, at + 1);
    return (
      isRequired ||
      certain.has(keyOf(base, path)) ||
      path.some((_, end) => certain.has(keyOf(base, [...path.slice(0, end), '*'])))
    );
  });
};

/** The schema at which the path of a read starts: that of the chart's values, or that of a loop item. */
const rootOf = (of: Read): JsonSchema | undefined => {
  if (of.kind === 'value') return of.root;
  const { over } = of.variable;
  const { items, additionalProperties } = ('schema' in over ? over.schema : {}) as {
    readonly items?: JsonSchema;
    readonly additionalProperties?: { readonly anyOf?: readonly JsonSchema[] };
  };
  return items ?? additionalProperties?.anyOf?.[0];
};

const baseOf = (of: Read): string =>
  of.kind === 'value' ? '' : `${of.variable.name} of ${placeOf(of.variable.over).join('.')}`;

const keyOf = (base: string, path: readonly string[]): string => `${base}: ${path.join('.')}`;

/** The values that are certain to be present if a condition holds, or if it does not. */
const implied = (condition: Condition, holds: boolean): readonly string[] => {
  switch (condition.kind) {
    case 'set':
    case 'true':
      return holds && isRead(condition.of) ? [keyOf(baseOf(condition.of), condition.of.path)] : [];
    case 'equal':
      return isRead(condition.left) ? ofEqual(condition.left, condition.right, holds) : [];
    case 'not':
      return implied(condition.of, !holds);
    case 'and':
      return holds ? condition.of.flatMap((one) => implied(one, true)) : [];
    case 'or':
      return holds ? [] : condition.of.flatMap((one) => implied(one, false));
    default:
      return [];
  }
};

/** The selected shape of a choice is present with its required members. With several other shapes, none of them is certain. */
const ofEqual = (left: Read, right: unknown, holds: boolean): readonly string[] => {
  const base = baseOf(left);
  const own = holds ? [keyOf(base, left.path)] : [];
  if (left.path.at(-1) !== 'type' || typeof right !== 'string') return own;
  const choice = left.path.slice(0, -1);
  return [...own, keyOf(base, holds ? [...choice, right, '*'] : [...choice, '*'])];
};

const isRead = (of: Expression): of is Read => of.kind === 'value' || of.kind === 'variable';
