import type { Condition, Operand } from '@helm-charts/types';
import { argument, goString, kindOf, path } from './pipeline.ts';
import type { Scope } from './scope.ts';

/** A condition as the pipeline after `if`. */
export const test = (condition: Condition, scope: Scope): string => {
  switch (condition.kind) {
    case 'true':
      return path(condition.of, scope, true);
    case 'set':
      return set(condition, scope);
    case 'equal':
      return `eq ${argument(condition.left, scope)} ${operand(condition.right, scope)}`;
    case 'less':
      return `lt ${argument(condition.left, scope)} ${operand(condition.right, scope)}`;
    case 'not':
      return negated(condition.of, scope);
    case 'and':
    case 'or':
      return condition.of.length === 1 && condition.of[0] !== undefined
        ? test(condition.of[0], scope)
        : `${condition.kind} ${condition.of.map((one) => nested(one, scope)).join(' ')}`;
  }
};

/** The opposite, said without a negation of a negation. */
const negated = (condition: Condition, scope: Scope): string => {
  const not = (of: Condition): Condition => (of.kind === 'not' ? of.of : { kind: 'not', of });
  switch (condition.kind) {
    case 'not':
      return test(condition.of, scope);
    case 'or':
      return test({ kind: 'and', of: condition.of.map(not) }, scope);
    case 'equal':
      return `ne ${argument(condition.left, scope)} ${operand(condition.right, scope)}`;
    default:
      return `not ${nested(condition, scope)}`;
  }
};

/** `if` takes 0 and false for absent, so a number or a boolean is asked whether it is null. */
const set = ({ of }: Extract<Condition, { kind: 'set' }>, scope: Scope): string => {
  const value = path(of, scope, false);
  return kindOf(of) === 'string' || kindOf(of) === 'tree'
    ? value
    : `not (kindIs "invalid" ${value})`;
};

const nested = (condition: Condition, scope: Scope): string => {
  const text = test(condition, scope);
  return text.includes(' ') && !/^\([^()]*\)$/.test(text) ? `(${text})` : text;
};

const operand = (value: Operand, scope: Scope): string => {
  if (typeof value === 'object') return argument(value, scope);
  return typeof value === 'string' ? goString(value) : String(value);
};
