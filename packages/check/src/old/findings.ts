import type { Finding } from '@helm-charts/types';
import type { CheckInput, Context } from '../context.ts';
import type { Scope } from '../rule.ts';
import { rules } from './rules.ts';
import { viewOf } from './view/view.ts';

/** What the rules find that are not in a set yet. */
export const oldFindings = (
  input: CheckInput,
  context: Context,
  scopes: readonly Scope[],
): readonly Finding[] => {
  const view = viewOf(input, context);
  return rules
    .filter(({ scope }) => scopes.includes(scope))
    .flatMap(({ id, check }) =>
      check(view).map(
        ({ severity = 'error', ...found }): Finding => ({ rule: id, severity, ...found }),
      ),
    );
};
