import type { Difference, Differences } from './difference.ts';
import type { Part } from './part.ts';

/** The names that a scenario has, with what each is set to; of an object only that it is there. */
export type Names = Readonly<Record<string, string>>;

/**
 * What is wrong between the original, our chart and the list of its differences: names that are missing, values that are others, and
 * differences that are none (any more).
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
      if (value === undefined) return 'is missing, and no reason is given';
      if (original !== null && value !== original)
        return `is "${value}" and not "${original}", and no reason is given`;
      return;
    case 'left out':
      return value === undefined ? undefined : 'is said to be left out, and is there';
    case 'renamed':
      if (value !== undefined) return `is said to be ${difference.to} now, and is there`;
      return found(scenario)[difference.to] === undefined
        ? `is said to be ${difference.to} now, which is not there`
        : undefined;
    case 'on demand':
      if (value !== undefined) return `is said to be there on demand, and is there always`;
      return found(difference.scenario)[name] === undefined
        ? `is said to be there in ${difference.scenario}, and is not`
        : undefined;
    case 'other value':
      if (value !== difference.value)
        return `is said to be "${difference.value}", and is ${value === undefined ? 'missing' : `"${value}"`}`;
      return value === original
        ? 'is said to be another than in the original, and is the same'
        : undefined;
  }
};
