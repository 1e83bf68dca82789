import type { ScenarioName } from './part.ts';

/** What this chart does otherwise than the original with one of its names, and why, in a sentence. */
export type Difference =
  | { readonly kind: 'left out'; readonly reason: string }
  | { readonly kind: 'renamed'; readonly to: string; readonly reason: string }
  | { readonly kind: 'on demand'; readonly scenario: ScenarioName; readonly reason: string }
  | { readonly kind: 'other value'; readonly value: string; readonly reason: string };

/** It is not there. */
export const leftOut = (reason: string): Difference => ({ kind: 'left out', reason });

/** It is there by another name. */
export const renamed = (to: string, reason: string): Difference => ({
  kind: 'renamed',
  to,
  reason,
});

/** It is there only where the values ask for it, as they do in a scenario. */
export const onDemand = (scenario: ScenarioName, reason: string): Difference => ({
  kind: 'on demand',
  scenario,
  reason,
});

/** It is there and says something else. */
export const instead = (value: string, reason: string): Difference => ({
  kind: 'other value',
  value,
  reason,
});
