import { isDeepStrictEqual } from 'node:util';
import type { JsonSchema } from '@helm-charts/types';
import { type Reason, reason } from './rules.ts';
import { isObject, printPath, resolved, type Side } from './schema.ts';

type Compare = (before: Side, after: Side, path: readonly string[]) => readonly Reason[];

/** A part of a schema that holds beside its type: `if`, `not`, or a member of `allOf`. */
type Condition = JsonSchema;

const conditionsOf = ({ schema, root }: Side): readonly Condition[] => {
  const { allOf, if: test, then, else: other, not, dependencies } = schema;
  return [
    ...(test === undefined ? [] : [{ if: test, then, else: other }]),
    ...(not === undefined ? [] : [{ not }]),
    ...(dependencies === undefined ? [] : [{ dependencies }]),
    ...(Array.isArray(allOf) ? allOf.map((one) => resolved(one, root)) : []),
  ];
};

/**
 * What differs between the conditions of two schemas. A condition that is gone takes more. A new one takes less, unless it is about a shape of a choice that
 * did not exist before.
 */
export const compareConditions = (
  before: Side,
  after: Side,
  path: readonly string[],
  compare: Compare,
): readonly Reason[] => {
  const [was, is] = [conditionsOf(before), conditionsOf(after)];
  const has = (list: readonly Condition[], one: Condition): boolean =>
    list.some((other) => isDeepStrictEqual(other, one));
  const gone = was.filter((one) => !has(is, one));
  const added = is.filter((one) => !has(was, one) && !isOfNewShape(one, before.schema));
  const name = `the value ${printPath(path)}`;
  const reasons = added.flatMap((one): readonly Reason[] => {
    const old = gone.find((other) => 'if' in one && isDeepStrictEqual(other.if, one.if));
    if (old !== undefined && isThen(old) && isThen(one)) {
      const part = (side: Side, { then }: Condition): Side => ({
        ...side,
        schema: resolved(then, side.root),
      });
      return compare(part(before, old), part(after, one), path).filter(
        ({ level }) => level === 'major',
      );
    }
    const [oldTexts, newTexts] = [gone.flatMap(refusedTexts), refusedTexts(one)];
    const more = newTexts.filter((text) => !oldTexts.includes(text));
    if (newTexts.length > 0)
      return more.length === 0
        ? [reason('value-widened', `${name} takes a text that it refused`)]
        : [reason('value-narrowed', `${name} no longer takes ${more.map(String).join(', ')}`)];
    return [
      reason(
        'value-undecided',
        `${name} has another condition; whether it refuses valid values cannot be decided`,
      ),
    ];
  });
  return gone.length > 0 && added.length === 0
    ? [reason('value-widened', `${name} has one condition less`)]
    : reasons;
};

const isThen = (condition: Condition): boolean =>
  isObject(condition.then) && condition.else === undefined;

/** The texts that `string(…, { not })` refuses. */
const refusedTexts = ({ if: test, else: other }: Condition): readonly unknown[] => {
  const not = isObject(test) && isObject(test.not) ? test.not.enum : undefined;
  return Array.isArray(not) && isObject(other) && 'const' in other ? not : [];
};

/** Whether a condition is about a name of a shape that the choice did not have, so that no values have it. */
const isOfNewShape = ({ if: test }: Condition, before: JsonSchema): boolean => {
  const properties = isObject(test) && isObject(test.properties) ? test.properties : {};
  return Object.entries(properties).some(([key, member]) => {
    const old = isObject(before.properties) ? before.properties[key] : undefined;
    return (
      isObject(member) &&
      'const' in member &&
      isObject(old) &&
      Array.isArray(old.enum) &&
      !old.enum.includes(member.const)
    );
  });
};

/** The rules of a chart between several values, which the generator writes beside the schema. */
export const compareRules = (before: JsonSchema, after: JsonSchema): readonly Reason[] => {
  const [was, is] = [rulesOf(before), rulesOf(after)];
  const has = (list: readonly Rule[], { holds }: Rule): boolean =>
    list.some((other) => isDeepStrictEqual(other.holds, holds));
  return [
    ...is
      .filter((one) => !has(was, one))
      .map(({ sentence }) => reason('value-narrowed', `a new rule refuses values: ${sentence}`)),
    ...was
      .filter((one) => !has(is, one))
      .map(({ sentence }) => reason('value-widened', `a rule is gone: ${sentence}`)),
  ];
};

interface Rule {
  readonly sentence: unknown;
  readonly holds: unknown;
}

const rulesOf = ({ 'x-rules': rules }: JsonSchema): readonly Rule[] =>
  Array.isArray(rules) ? rules : [];
