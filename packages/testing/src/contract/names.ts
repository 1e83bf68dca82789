import type { Part } from './part.ts';

/** Names of objects and their parts, which have no value. */
export const found = <const Scenario extends string>(
  section: string,
  template: string,
  scenario: Scenario,
  names: readonly string[],
): Part<Scenario> => ({
  section,
  template,
  scenario,
  names: Object.fromEntries(names.map((name) => [name, null])),
});

/** Keys of Secrets. Without keys, the Secret itself. */
export const keys = <const Scenario extends string>(
  scenario: Scenario,
  template: string,
  secrets: Readonly<Record<string, readonly string[]>>,
): Part<Scenario> =>
  found(
    '2',
    template,
    scenario,
    Object.entries(secrets).flatMap(([secret, keys]) =>
      keys.length === 0 ? [`Secret ${secret}`] : keys.map((key) => `Secret ${secret}, key ${key}`),
    ),
  );

/** The variables of a container. */
export const variables = (upstream: readonly Part[], container: string): readonly string[] =>
  upstream.flatMap(({ of, names }) => (of?.container === container ? Object.keys(names) : []));
