/** How our chart differs from the original in a name, with the reason as a sentence. */
export type Difference<Scenario extends string = string> =
  | { readonly kind: 'left out'; readonly reason: string }
  | { readonly kind: 'renamed'; readonly to: string; readonly reason: string }
  | { readonly kind: 'on demand'; readonly scenario: Scenario; readonly reason: string }
  | { readonly kind: 'other value'; readonly value: string; readonly reason: string };

/** The differences by the names of the original. */
export type Differences<Scenario extends string = string> = Readonly<
  Record<string, Difference<Scenario>>
>;

/** Our chart does not have it. */
export const leftOut = (reason: string): Difference<never> => ({ kind: 'left out', reason });

/** Our chart has it with another name. */
export const renamed = (to: string, reason: string): Difference<never> => ({
  kind: 'renamed',
  to,
  reason,
});

/** Our chart has it only with certain values, as in this scenario. */
export const onDemand = <const Scenario extends string>(
  scenario: Scenario,
  reason: string,
): Difference<Scenario> => ({ kind: 'on demand', scenario, reason });

/** Our chart has it with another value. */
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

/** The variables that a chart does not set according to its README, with the reasons, which start with a lower-case letter there. */
export const notSet = (unset: Readonly<Record<string, string>>): Differences<never> =>
  Object.fromEntries(
    Object.entries(unset).map(([name, reason]) => [
      name,
      leftOut(`${reason.slice(0, 1).toUpperCase()}${reason.slice(1)}.`),
    ]),
  );
