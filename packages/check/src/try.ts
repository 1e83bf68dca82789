import type { Finding } from '@helm-charts/types';
import { findingsOf } from './check.ts';
import { contextOf } from './context.ts';
import { type Example, inputOf } from './example.ts';
import type { Rule } from './rule.ts';

/**
 * Runs a rule on an example, its own or another, and returns the findings.
 * @example
 * expect(tryRule(imageOwner, 'apiVersion: v1\nkind: Pod\nmetadata: { name: web }\n')).toEqual([]);
 */
export const tryRule = <Options>(
  rule: Rule<Options>,
  example: string | Example<Options>,
): readonly Finding[] =>
  findingsOf(
    rule,
    contextOf(inputOf(example)),
    // Without options, every option of the set is absent.
    (typeof example === 'string' ? undefined : example.options) ?? ({} as Options),
  );
