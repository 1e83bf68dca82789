import { isSet, manifest, names, not, when, whenCase } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { said, web } from './testing.ts';

test('two objects of one kind and name are one finding, unless they never meet', () => {
  const map = (data: Record<string, string>) => manifest('ConfigMap', web, { data });
  const other = { ...web, name: names.withSuffix('other') };
  const found =
    "error ConfigMap web: metadata: the chart has two objects of this kind and name, and Flux refuses such a release; give one of them another name, for example named(component, names.withSuffix('config')). [object-duplicate]";
  expect(said(() => ({ a: map({ a: '1' }), b: map({ a: '2' }) }))).toEqual([found]);
  expect(said((v) => ({ a: map({ a: '1' }), b: when(v.debug, [map({ a: '2' })]) }))).toEqual([
    found,
  ]);
  expect(
    said((v) => ({
      a: whenCase(v.store, 'disk', () => map({ a: '1' })),
      b: whenCase(v.store, 'bucket', () => map({ a: '2' })),
      c: manifest('ConfigMap', other, {}),
      d: manifest('Secret', web, {}),
    })),
  ).toEqual([]);
});

test('objects of one name in two namespaces, and below conditions that exclude each other', () => {
  const map = () => manifest('ConfigMap', web, {});
  const elsewhere = manifest('ConfigMap', { ...web, namespace: 'shop' as never }, {});
  expect(said(() => ({ a: map(), b: elsewhere }))).toEqual([]);
  expect(
    said((v) => ({
      a: when(v.debug, when(isSet(v.host), map())),
      b: when(not(v.debug), [map()]),
    })),
  ).toEqual([]);
  expect(
    said((v) => ({ a: when(v.debug, when(isSet(v.host), map())), b: when(isSet(v.limit), map()) })),
  ).toHaveLength(1);
});
