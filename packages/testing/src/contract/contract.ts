import type { Chart } from '@helm-charts/types';
import { describe, expect, test } from 'vitest';
import { rendering } from '../charts/render.ts';
import { compare } from './compare.ts';
import type { Differences } from './difference.ts';
import { objectsIn, variablesIn } from './found.ts';
import type { Part } from './part.ts';

/** What the original of a chart has, and what the chart does otherwise. */
export interface Contract<Scenario extends string> {
  readonly upstream: readonly Part<Scenario>[];
  /** How many variables each container of the original has: a table that lacks one is wrong. */
  readonly counts: Readonly<Record<string, number>>;
  /** By container, and under `objects` those of objects. */
  readonly differences: Readonly<Record<string, Differences<Scenario>>>;
}

/** Tests that a chart has all that its original has, under the same names and with the same meaning, or a reason. */
export const testContract = async <Scenario extends string>(
  chart: Chart,
  { upstream, counts, differences }: Contract<Scenario>,
): Promise<void> => {
  const rendered = Object.fromEntries(
    (await rendering(chart).renderScenarios()).map(({ name, manifests }) => [name, manifests]),
  );
  const manifestsOf = (scenario: Scenario) => rendered[scenario]!;
  const containers = Map.groupBy(
    upstream.filter(({ of }) => of !== undefined),
    ({ of }) => of!.container,
  );

  test('the table has as many variables as the original', () => {
    const found = [...containers].map(([container, parts]) => [
      container,
      new Set(parts.flatMap(({ names }) => Object.keys(names))).size,
    ]);
    expect(Object.fromEntries(found)).toEqual(counts);
    expect(Object.keys(differences).toSorted()).toEqual(
      [...containers.keys(), 'objects'].toSorted(),
    );
  });

  test.each([...containers])(
    'the variables of container %s are those of the original, or there is a reason',
    (container, parts) => {
      const { of } = parts[0]!;
      const variables = (scenario: Scenario) => variablesIn(manifestsOf(scenario), of!);
      expect(compare(parts, differences[container]!, variables)).toEqual([]);
    },
  );

  test('so are objects, ports, mounts and Secrets', () => {
    const parts = upstream.filter(({ of }) => of === undefined);
    const objects = (scenario: Scenario) => objectsIn(manifestsOf(scenario));
    expect(compare(parts, differences.objects!, objects)).toEqual([]);
  });

  describe('every difference', () => {
    test('has a reason that is a sentence', () => {
      const reasons = Object.values(differences).flatMap((of) =>
        Object.values(of).map(({ reason }) => reason),
      );
      expect(reasons.filter((reason) => !/^[A-Z].+\.$/.test(reason))).toEqual([]);
    });

    test('of a variable is in the README', () => {
      const { objects: _, ...variables } = differences;
      const written = namesIn(chart.about?.split('## Not included')[1] ?? '');
      const missing = Object.values(variables)
        .flatMap(Object.keys)
        .filter((name) => !written.some((pattern) => pattern.test(name)));
      expect(missing).toEqual([]);
    });
  });
};

/** Names in a text: `LOG_*` stands for all that begin so, `LOG_{LEVEL,PATH}` for two. */
const namesIn = (text: string): readonly RegExp[] =>
  [...text.matchAll(/`([A-Za-z_*{,}]+)`/g)].map(([, name = '']) => {
    const pattern = name
      .replaceAll('*', '\\w*')
      .replace(/\{(.+)\}/, (_, names: string) => `(${names.replaceAll(',', '|')})`);
    return new RegExp(`^${pattern}$`);
  });
