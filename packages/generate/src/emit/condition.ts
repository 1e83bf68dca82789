import type { Condition, Expression, Operand } from '@helm-charts/types';
import { argument, goString, kindOf, path } from './pipeline.ts';
import type { Scope } from './scope.ts';

/** A condition as the pipeline after `if`. */
export const test = (condition: Condition, scope: Scope): string => {
  switch (condition.kind) {
    case 'true':
      return path(condition.of, scope, true);
    case 'set':
      return set(condition.of, scope, false);
    case 'filled':
      return filled(condition, scope);
    case 'equal':
      return comparison('eq', condition, scope);
    case 'less':
      return comparison('lt', condition, scope);
    case 'api':
      return `${scope.root}.Capabilities.APIVersions.Has ${goString(condition.api)}`;
    case 'kubernetes':
      return `semverCompare ${goString(condition.range)} ${scope.root}.Capabilities.KubeVersion.Version`;
    case 'not':
      return negated(condition.of, scope);
    case 'and':
    case 'or': {
      const parts = [...new Set(condition.of.map((one) => test(one, scope)))];
      return parts.length === 1
        ? parts.join('')
        : [condition.kind, ...parts.map(parenthesized)].join(' ');
    }
  }
};

/** The negation, without double negation. */
const negated = (condition: Condition, scope: Scope): string => {
  const not = (of: Condition): Condition => (of.kind === 'not' ? of.of : { kind: 'not', of });
  switch (condition.kind) {
    case 'not':
      return test(condition.of, scope);
    case 'or':
      return test({ kind: 'and', of: condition.of.map(not) }, scope);
    case 'set':
      return set(condition.of, scope, true);
    case 'equal':
      return comparison('ne', condition, scope);
    default:
      return `not ${parenthesized(test(condition, scope))}`;
  }
};

/** `if` treats 0 and false as absent, so for a number or a boolean the test is whether it is null. */
const set = (of: Expression, scope: Scope, negative: boolean): string => {
  const value = path(of, scope, false);
  const [yes, no] =
    kindOf(of) === 'string' || kindOf(of) === 'tree'
      ? [value, `not ${value}`]
      : [`not (kindIs "invalid" ${value})`, `kindIs "invalid" ${value}`];
  return negative ? no : yes;
};

/** A member that a user removed may still exist as null (helm pkg/chart/common/util/coalesce.go, by version). */
const filled = ({ of, except }: Extract<Condition, { kind: 'filled' }>, scope: Scope): string => {
  const map = path(of, scope, false);
  return `without (values ${except.length === 0 ? map : `(${omit(map, except)})`}) nil`;
};

/** A map without some of its members. */
export const omit = (map: string, keys: readonly string[]): string =>
  ['omit', map, ...keys.map(goString)].join(' ');

const parenthesized = (text: string): string =>
  text.includes(' ') && !/^\([^()]*\)$/.test(text) ? `(${text})` : text;

/** Go compares numbers of the same type only. A number is float64 from a file and int64 from `--set`. */
const comparison = (
  compare: 'eq' | 'ne' | 'lt',
  { left, right }: Extract<Condition, { kind: 'equal' | 'less' }>,
  scope: Scope,
): string => {
  const sides = [left, right];
  const hasFractions = sides.some((side) =>
    typeof side === 'object' ? kindOf(side) === 'number' : !Number.isInteger(side),
  );
  const side = hasFractions && sides.some(isNumber) ? fraction : operand;
  return [compare, ...sides.map((one) => side(one, scope))].join(' ');
};

const isNumber = (side: Operand): boolean =>
  typeof side === 'object'
    ? ['integer', 'number'].includes(kindOf(side))
    : typeof side === 'number';

const fraction = (side: Operand, scope: Scope): string => {
  if (typeof side === 'object') return `(float64 ${path(side, scope, true)})`;
  return Number.isInteger(side) ? `${side}.0` : String(side);
};

const operand = (side: Operand, scope: Scope): string => {
  if (typeof side === 'object') return argument(side, scope);
  return typeof side === 'string' ? goString(side) : String(side);
};
