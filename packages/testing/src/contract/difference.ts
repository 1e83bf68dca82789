/** What our chart does otherwise than the original with one of its names, and why, in a sentence. */
export type Difference<Scenario extends string = string> =
  | { readonly kind: 'left out'; readonly reason: string }
  | { readonly kind: 'renamed'; readonly to: string; readonly reason: string }
  | { readonly kind: 'on demand'; readonly scenario: Scenario; readonly reason: string }
  | { readonly kind: 'other value'; readonly value: string; readonly reason: string };

/** Differences by the names of the original. */
export type Differences<Scenario extends string = string> = Readonly<
  Record<string, Difference<Scenario>>
>;

/** It is not there. */
export const leftOut = (reason: string): Difference<never> => ({ kind: 'left out', reason });

/** It is there by another name. */
export const renamed = (to: string, reason: string): Difference<never> => ({
  kind: 'renamed',
  to,
  reason,
});

/** It is there only where the values ask for it, as they do in a scenario. */
export const onDemand = <const Scenario extends string>(
  scenario: Scenario,
  reason: string,
): Difference<Scenario> => ({ kind: 'on demand', scenario, reason });

/** It is there and says something else. */
export const instead = (value: string, reason: string): Difference<never> => ({
  kind: 'other value',
  value,
  reason,
});

/** One difference for several names. */
export const forAll = (
  names: readonly string[],
  difference: Difference<never>,
): Differences<never> => Object.fromEntries(names.map((name) => [name, difference]));

/** What the README of a chart says is not set, with its reasons, which begin with a small letter there. */
export const notSet = (unset: Readonly<Record<string, string>>): Differences<never> =>
  Object.fromEntries(
    Object.entries(unset).map(([name, reason]) => [
      name,
      leftOut(`${reason.slice(0, 1).toUpperCase()}${reason.slice(1)}.`),
    ]),
  );
