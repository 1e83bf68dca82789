import type { JsonSchema } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { accepts } from './accepts.ts';
import { ajv } from './ajv.ts';

const values: readonly unknown[] = [
  ...[
    null,
    true,
    false,
    0,
    1,
    -1,
    2.5,
    1e300,
    '',
    'a',
    'abc',
    '😀😀',
    'A-1',
    [],
    [1],
    ['a', 1],
    {},
  ],
  ...[{ a: 1 }, { a: 'x' }, { b: 1 }, { a: 1, b: 2 }, { a: { b: [{ c: 1 }] } }, { a: null }],
  ...[{ 'x-1': 1 }, { 'x-1': 'y' }, { constructor: 1 }, { a: { a: { a: 1 } } }],
];

const known: readonly JsonSchema[] = [
  ...['null', 'boolean', 'integer', 'number', 'string', 'array', 'object'].map((type) => ({
    type,
  })),
  { type: ['string', 'null'] },
  { const: 1 },
  { enum: [1, 'a', null] },
  { minimum: 0, exclusiveMaximum: 2.5 },
  { exclusiveMinimum: 0, maximum: 1 },
  { minLength: 2, maxLength: 2 },
  { minItems: 1, maxItems: 1 },
  { minProperties: 1, maxProperties: 1 },
  { pattern: '^[a-z]+$' },
  { items: { type: 'integer' } },
  { items: false },
  { required: ['a'] },
  { required: ['constructor'] },
  { properties: { a: { type: 'integer' }, constructor: { type: 'string' } } },
  { properties: { a: {} }, additionalProperties: false },
  { patternProperties: { '^x-': { type: 'integer' } }, additionalProperties: { type: 'string' } },
  { propertyNames: { maxLength: 1 } },
  { allOf: [{ type: 'object' }, { required: ['a'] }] },
  { anyOf: [{ type: 'integer' }, { type: 'null' }] },
  { oneOf: [{ type: 'integer' }, { minimum: 1 }] },
  { not: { type: 'string', minLength: 2 } },
  { if: { type: 'object' }, else: false },
  {
    $ref: '#/definitions/one~0',
    definitions: {
      'one~': {
        properties: { a: { anyOf: [{ type: 'integer' }, { $ref: '#/definitions/one~0' }] } },
        additionalProperties: false,
      },
    },
  },
  { $schema: 'x', title: 'x', default: 1, format: 'uri', 'x-read-by': 'y', description: 'z' },
];

/** An object literal with a member `then` would look like a promise. */
const branches = JSON.parse(
  '{"if":{"type":"object"},"then":{"required":["a"]},"else":{"type":"integer"}}',
) as JsonSchema;

test.each([...known, branches])('agrees with ajv about %j', (schema) => {
  const { Ajv } = ajv();
  const validate = new Ajv({
    strict: false,
    validateFormats: false,
    validateSchema: false,
  }).compile(schema);
  for (const value of values)
    expect([value, accepts(schema, value, { flags: 'u' })]).toEqual([value, validate(value)]);
});

test.each<JsonSchema>([
  { $id: 'https://example.com/a' },
  { $ref: 'https://example.com/a' },
  { $ref: '#/definitions/none' },
  { $ref: '#' },
  { const: { a: 1 } },
  { items: [{}] },
  { minimum: '0' },
  { nullable: true },
  { pattern: '(?i)^a$' },
  { properties: [] },
  { properties: { a: 1 } },
  { required: 'a' },
  { type: 'int' },
  { uniqueItems: true },
  { not: { uniqueItems: true } },
])('is not certain about %j', (schema) => {
  const all = [{ a: 1 }, 'a', [1]].map((value) => accepts(schema, value, { flags: 'u' }));
  expect(all).toContain(false);
});
