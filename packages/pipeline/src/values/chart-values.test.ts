import { workspace } from '@helm-charts/testing/tiny-chart';
import type { JsonObject } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { chartValues } from './chart-values.ts';

const faults = async (
  files: Readonly<Record<string, string>>,
  values: JsonObject,
): Promise<readonly string[]> => {
  const chart = chartValues(await workspace({ 'Chart.yaml': '', ...files }));
  return chart
    .faults({ values, sourceOf: () => undefined })
    .map(({ path, message }) => `${path.join('.')}: ${message}`);
};

const schema = (of: object) => ({ 'values.schema.json': JSON.stringify(of) });

test.each([
  [
    'draft 7',
    { $schema: 'http://json-schema.org/draft-07/schema#', properties: { a: { const: 1 } } },
  ],
  [
    '2019-09',
    { $schema: 'https://json-schema.org/draft/2019-09/schema', properties: { a: { const: 1 } } },
  ],
  [
    '2020-12',
    {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $defs: { one: { const: 1 } },
      properties: { a: { $ref: '#/$defs/one' } },
    },
  ],
  ['no draft', { $id: 'https://example.com/values', properties: { a: { const: 1 } } }],
])('validates with a schema of %s', async (_, of) => {
  expect(await faults(schema(of), { a: 2 })).toEqual(['a: 2 does not fit: the chart needs 1']);
});

test.each([
  ['draft 4', { properties: { a: { minimum: 3, exclusiveMinimum: true } } }, 2],
  ['a reference to the network', { properties: { a: { $ref: 'https://example.com/a' } } }, 2],
  ['an expression of Go', { properties: { a: { type: 'string', pattern: '(?i)^x$' } } }, 'y'],
  ['a format', { properties: { a: { type: 'string', format: 'uri' } } }, 'no address'],
  ['no object', [], 2],
])('leaves %s to helm', async (_, of, a) => {
  expect(await faults(schema(of), { a })).toEqual([]);
});

test('leaves missing values and wrong defaults to helm', async () => {
  const files = {
    ...schema({
      required: ['host'],
      properties: {
        a: { type: 'string' },
        b: { type: 'object', required: ['c'], properties: { c: {} } },
        list: { items: { required: ['name'] } },
      },
    }),
    'values.yaml': 'a: 1\n',
  };
  expect(await faults(files, { b: { d: 1 }, list: [{}] })).toEqual([
    'list.0.name: this value is required',
  ]);
});

test('reports nothing for a chart without a schema', async () => {
  expect(await faults({}, { a: 1 })).toEqual([]);
});
