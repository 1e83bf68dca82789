import { ifSet, manifest, originOf, type Position, when } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { generateChart } from '../chart.ts';
import { chartOf } from '../testing/chart.ts';
import { kubernetes } from '../testing/kubernetes.ts';
import { deployment, testValues, type Values, web, wrong } from './testing.ts';

/** Which of some parts of a manifest each finding is said to be made by. */
const made = (
  part: (v: Values) => { readonly parts: Readonly<Record<string, object>>; readonly of: object },
): readonly (string | undefined)[] => {
  const known = new Map<Error, string>();
  const chart = chartOf({
    values: testValues,
    manifests: (v) => {
      const { parts, of } = part(v);
      for (const [name, one] of Object.entries(parts)) {
        const origin = originOf(one);
        if (origin !== undefined) known.set(origin, name);
      }
      return { of: wrong(of) };
    },
  });
  const locate = (origin: Error): Position => ({ file: known.get(origin) ?? 'unknown' });
  return generateChart(chart, { definitions: kubernetes, read: () => undefined, locate })
    .findings.filter(({ rule }) => rule !== 'unused-value')
    .map(({ position }) => position?.file);
};

const twice = { name: 'A', value: 'b' };

test('a finding is where the innermost part around its field is made', () => {
  expect(
    made(() => {
      const of = deployment({ env: [twice, twice] });
      return { parts: { of }, of };
    }),
  ).toEqual(['of']);
  expect(
    made((v) => {
      const inner = when(v.debug, twice);
      const outer = ifSet(v.host, () => inner);
      return { parts: { inner, outer }, of: deployment({ env: [twice, outer] }) };
    }),
  ).toEqual(['inner']);
  expect(
    made((v) => {
      const inner = ifSet(v.host, () => twice);
      const outer = when(v.debug, { name: 'side', image: 'a:1', env: [twice, inner] });
      return { parts: { inner, outer }, of: deployment({}, { initContainers: [outer] }) };
    }),
  ).toEqual(['inner']);
  expect(
    made((v) => {
      const outer = when(v.debug, { ports: [{ name: 'a b', containerPort: 80 }] });
      return { parts: { outer }, of: deployment({}, { initContainers: [outer] }) };
    }),
  ).toContain('outer');
});

test('a finding is where several items of a list are made', () => {
  expect(
    made((v) => {
      const both = when(v.debug, [{ name: 'B' }, twice], [{ name: 'C' }, twice]);
      return { parts: { both }, of: deployment({ env: [twice, both] }) };
    }),
  ).toEqual(['both']);
});

test('a field that no schema has is where its part is made', () => {
  expect(
    made((v) => {
      const typo = when(v.debug, { name: 'A', vale: 'b' });
      return { parts: { typo }, of: deployment({ env: [typo] }) };
    }),
  ).toEqual(['typo']);
  expect(
    made((v) => {
      const unguarded = when(v.debug, { name: 'A', value: v.host });
      return { parts: { unguarded }, of: deployment({ env: [unguarded] }) };
    }),
  ).toEqual(['unguarded']);
});

test('an object is named by its name, else by its component', () => {
  const objects = (name: unknown) =>
    generateChart(
      chartOf({
        values: testValues,
        manifests: () => ({
          of: manifest('ConfigMap', { ...web, name: wrong(name) }, { data: wrong({ 'a b': '' }) }),
        }),
      }),
      { definitions: kubernetes, read: () => undefined },
    ).findings.flatMap(({ object }) => object?.name ?? []);
  expect(objects('own')).toEqual(['own']);
  expect(objects(web.name)).toEqual(['web']);
});
