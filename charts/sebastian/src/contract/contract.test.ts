import { describe, expect, test } from 'vitest';
import { about } from '../about.ts';
import { renderScenarios } from '../testing/render.ts';
import { compare } from './compare.ts';
import { differences } from './differences.ts';
import { objectsIn, variablesIn } from './found.ts';
import type { ScenarioName } from './part.ts';
import { upstream } from './upstream/index.ts';

const rendered = Object.fromEntries(
  (await renderScenarios()).map(({ name, manifests }) => [name, manifests]),
);
const manifestsOf = (scenario: ScenarioName) => rendered[scenario]!;

const containers = Map.groupBy(
  upstream.filter(({ of }) => of !== undefined),
  ({ of }) => of!.container,
);

test('the table has as many variables as the original', () => {
  const counts = [...containers].map(([container, parts]) => [
    container,
    new Set(parts.flatMap(({ names }) => Object.keys(names))).size,
  ]);
  expect(Object.fromEntries(counts)).toEqual({
    sebastian: 175,
    bootstrap: 47,
    'wait-for-bootstrap': 8,
    postgres: 1,
    redis: 1,
    hocuspocus: 15,
    'wait-for-redis': 5,
  });
  expect(Object.keys(differences).toSorted()).toEqual([...containers.keys(), 'objects'].toSorted());
});

test.each([...containers])(
  'the variables of container %s are those of the original, or there is a reason',
  (container, parts) => {
    const { of } = parts[0]!;
    const variables = (scenario: ScenarioName) => variablesIn(manifestsOf(scenario), of!);
    expect(compare(parts, differences[container]!, variables)).toEqual([]);
  },
);

test('so are objects, ports, mounts and Secrets', () => {
  const parts = upstream.filter(({ of }) => of === undefined);
  const objects = (scenario: ScenarioName) => objectsIn(manifestsOf(scenario));
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
    const [, table = ''] = about.split('## Differences from the original chart');
    const written = [...table.matchAll(/`([A-Za-z_*]+)`/g)].map(
      ([, name = '']) => new RegExp(`^${name.replaceAll('*', '\\w*')}$`),
    );
    const missing = Object.values(variables)
      .flatMap(Object.keys)
      .filter((name) => !written.some((pattern) => pattern.test(name)));
    expect(missing).toEqual([]);
  });
});
