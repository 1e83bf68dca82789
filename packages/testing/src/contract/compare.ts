import type { Difference, Differences } from './difference.ts';
import type { Part } from './part.ts';

/** The names in a scenario with their values. An object has no value: it only exists. */
export type Names = Readonly<Record<string, string>>;

/**
 * Compares the original, our chart and the list of differences. Returns the problems: missing names, other values, and listed differences
 * that do not exist (any more).
 */
export const compare = <Scenario extends string>(
  parts: readonly Part<Scenario>[],
  differences: Differences<Scenario>,
  found: (scenario: Scenario) => Names,
): readonly string[] => {
  const names = new Set(parts.flatMap((part) => Object.keys(part.names)));
  const unknown = Object.keys(differences).filter((name) => !names.has(name));
  return [
    ...unknown.map((name) => `${name}: the original has no such name`),
    ...parts.flatMap(({ scenario, names }) =>
      Object.entries(names).flatMap(([name, original]) => {
        const problem = problemOf(name, original, differences[name], scenario, found);
        return problem === undefined ? [] : [`${name} (${scenario}): ${problem}`];
      }),
    ),
  ];
};

const problemOf = <Scenario extends string>(
  name: string,
  original: string | null,
  difference: Difference<Scenario> | undefined,
  scenario: Scenario,
  found: (scenario: Scenario) => Names,
): string | undefined => {
  const value = found(scenario)[name];
  switch (difference?.kind) {
    case undefined:
      if (value === undefined) return 'is missing, without a reason';
      if (original !== null && value !== original)
        return `is "${value}" instead of "${original}", without a reason`;
      return;
    case 'left out':
      return value === undefined ? undefined : 'is listed as left out, but it exists';
    case 'renamed':
      if (value !== undefined) return `is listed as renamed to ${difference.to}, but it exists`;
      return found(scenario)[difference.to] === undefined
        ? `is listed as renamed to ${difference.to}, but ${difference.to} is missing`
        : undefined;
    case 'on demand':
      if (value !== undefined) return `is listed as on demand, but it always exists`;
      return found(difference.scenario)[name] === undefined
        ? `is listed as on demand in ${difference.scenario}, but it is missing there`
        : undefined;
    case 'other value':
      if (value !== difference.value)
        return `is listed as "${difference.value}", but it is ${value === undefined ? 'missing' : `"${value}"`}`;
      return value === original
        ? 'is listed as different from the original, but it is the same'
        : undefined;
  }
};
