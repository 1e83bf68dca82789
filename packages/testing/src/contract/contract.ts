import type { Chart } from '@helm-charts/types';
import { describe, expect, test } from 'vitest';
import { rendering } from '../charts/render.ts';
import { compare } from './compare.ts';
import type { Differences } from './difference.ts';
import { objectsIn, variablesIn } from './found.ts';
import type { Part } from './part.ts';

/** The names of the original chart, and the differences of ours. */
export interface Contract<Scenario extends string> {
  readonly upstream: readonly Part<Scenario>[];
  /** The number of variables of each container of the original, to detect an incomplete table. */
  readonly counts: Readonly<Record<string, number>>;
  /** The differences of variables by container, and those of objects under `objects`. */
  readonly differences: Readonly<Record<string, Differences<Scenario>>>;
}

/** Tests that a chart has all names of its original with the same values, or a difference with a reason. */
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

  test('the table contains all variables of the original', () => {
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
    'the variables of container %s equal those of the original, or have a reason',
    (container, parts) => {
      const { of } = parts[0]!;
      const variables = (scenario: Scenario) => variablesIn(manifestsOf(scenario), of!);
      expect(compare(parts, differences[container]!, variables)).toEqual([]);
    },
  );

  test('objects, ports, mounts and Secrets equal those of the original, or have a reason', () => {
    const parts = upstream.filter(({ of }) => of === undefined);
    const objects = (scenario: Scenario) => objectsIn(manifestsOf(scenario));
    expect(compare(parts, differences.objects!, objects)).toEqual([]);
  });

  describe('each difference', () => {
    test('has a reason that is a complete sentence', () => {
      const reasons = Object.values(differences).flatMap((of) =>
        Object.values(of).map(({ reason }) => reason),
      );
      expect(reasons.filter((reason) => !/^[A-Z].+\.$/.test(reason))).toEqual([]);
    });

    test('of a variable is documented in the README', () => {
      const { objects: _, ...variables } = differences;
      const written = namesIn(chart.about?.split('## Not included')[1] ?? '');
      const missing = Object.values(variables)
        .flatMap(Object.keys)
        .filter((name) => !written.some((pattern) => pattern.test(name)));
      expect(missing).toEqual([]);
    });
  });
};

/** The names in a text: `LOG_*` matches a prefix, `LOG_{LEVEL,PATH}` matches two names. */
const namesIn = (text: string): readonly RegExp[] =>
  [...text.matchAll(/`([A-Za-z_*{,}]+)`/g)].map(([, name = '']) => {
    const pattern = name
      .replaceAll('*', '\\w*')
      .replace(/\{(.+)\}/, (_, names: string) => `(${names.replaceAll(',', '|')})`);
    return new RegExp(`^${pattern}$`);
  });
