import { expect, test } from 'vitest';
import { compareSets } from './compare.ts';

const kind = (name: string, properties: object, required: readonly string[] = []): string =>
  JSON.stringify({
    'x-kubernetes-group-version-kind': [{ group: 'example.com', version: 'v1', kind: name }],
    properties: { spec: { type: 'object', properties, required } },
  });

test('names new and removed kinds, and the fields of the others', () => {
  const size = { type: 'integer' };
  const items = { type: 'array', items: { properties: { name: { type: 'string' } } } };
  const before = {
    'a.json': kind('Feed', { size, old: { properties: { deep: size } }, items }),
    'b.json': kind('Realm', { size }),
  };
  const after = {
    'a.json': kind(
      'Feed',
      {
        size,
        items: { type: 'array', items: { properties: { name: { type: 'integer' }, tag: size } } },
      },
      ['size'],
    ),
    'c.json': kind('Pool', { size }),
    'definitions.json': '{"definitions":{"Shared":{"properties":{"a":{"type":"string"}}}}}',
  };
  expect(compareSets(before, after)).toEqual([
    '+ example.com/v1 Pool',
    '- example.com/v1 Realm',
    '~ example.com/v1 Feed spec.items[].name: type:string -> type:integer',
    '+ example.com/v1 Feed spec.items[].tag: type:integer',
    '- example.com/v1 Feed spec.old',
    '~ example.com/v1 Feed spec.size: type:integer -> type:integer, required',
  ]);
  expect(compareSets(before, before)).toEqual([]);
});
