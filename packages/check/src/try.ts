import type { Finding } from '@helm-charts/types';
import { findingsOf } from './check.ts';
import { contextOf } from './context.ts';
import { type Example, inputOf } from './example.ts';
import type { Rule } from './rule.ts';

/** What a rule finds in an example: its own or any other. */
export const tryRule = <Options>(
  rule: Rule<Options>,
  example: string | Example<Options>,
): readonly Finding[] =>
  findingsOf(
    rule,
    contextOf(inputOf(example)),
    // A set without options is one whose options are all absent.
    (typeof example === 'string' ? undefined : example.options) ?? ({} as Options),
  );
