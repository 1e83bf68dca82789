import type { Finding } from '@helm-charts/types';
import type { Scope } from './rule.ts';
import { rules } from './rules.ts';
import { type Subject, viewOf } from './view/view.ts';

/** Runs the rules that hold for a chart by itself, as one scenario renders it. */
export const checkChart = (subject: Subject): readonly Finding[] =>
  check(subject, ['object', 'release']);

/** Runs all rules over a profile. */
export const checkProfile = (subject: Subject): readonly Finding[] =>
  check(subject, ['object', 'release', 'cluster', 'profile']);

const check = (subject: Subject, scopes: readonly Scope[]): readonly Finding[] => {
  const view = viewOf(subject);
  return rules
    .filter(({ scope }) => scopes.includes(scope))
    .flatMap(({ id, check }) =>
      check(view).map(
        ({ severity = 'error', ...found }): Finding => ({ rule: id, severity, ...found }),
      ),
    );
};
