import type { JsonSchema } from '@helm-charts/types';
import { type Case, closed, type Part } from './part.ts';

const text = { type: 'string' };

const member = (before: JsonSchema, after: JsonSchema): readonly [Part, Part] => [
  { schema: closed({ a: before }, []) },
  { schema: closed({ a: after }, []) },
];

const refusal = (...texts: readonly string[]): JsonSchema => ({
  ...text,
  if: { not: { enum: texts } },
  else: { const: 'another' },
});

const shape = (name: string, required: readonly string[]): JsonSchema => ({
  if: { properties: { type: { const: name } } },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
  then: { properties: { [name]: { required } } },
});

const choice = (names: readonly string[], conditions: readonly JsonSchema[]): JsonSchema => ({
  ...closed({
    type: { ...text, enum: names },
    ...Object.fromEntries(names.map((name) => [name, closed({ host: text }, [])])),
  }),
  allOf: conditions,
});

export const valueCases: readonly Case[] = [
  ['nothing', { defaults: { a: 1 } }, { defaults: { a: 1 } }],
  [
    'nothing but the version',
    { metadata: { version: '1.0.0' }, files: { 'README.md': 'web 1.0.0' } },
    { metadata: { version: '1.1.0' }, files: { 'README.md': 'web 1.1.0' } },
  ],
  [
    'value removed',
    { schema: closed({ a: text, b: text }), defaults: { a: '', b: '' } },
    { schema: closed({ a: text }), defaults: { a: '' } },
  ],
  [
    'value renamed with the old name',
    { schema: closed({ a: text }), defaults: { a: 'x' } },
    {
      schema: closed(
        {
          a: { ...text, deprecated: true, 'x-renamed-to': 'b' },
          b: { ...text, 'x-renamed-from': 'a' },
        },
        ['b'],
      ),
      defaults: { b: 'x' },
    },
  ],
  [
    'old name removed',
    {
      schema: closed({ a: { ...text, 'x-renamed-to': 'b' }, b: text }, ['b']),
      defaults: { b: 'x' },
    },
    { schema: closed({ b: text }), defaults: { b: 'x' } },
  ],
  [
    'value renamed without',
    { schema: closed({ a: text }), defaults: { a: 'x' } },
    { schema: closed({ b: text }), defaults: { b: 'x' } },
  ],
  [
    'value added with a default',
    { schema: closed({}) },
    { schema: closed({ a: text }), defaults: { a: 'x' } },
  ],
  ['optional value added', { schema: closed({}) }, { schema: closed({ a: text }, []) }],
  [
    'value added that must be set',
    { schema: closed({}) },
    { schema: closed({ a: closed({ b: text, c: text }) }), defaults: { a: { c: '' } } },
  ],
  [
    'optional value that must be set now',
    { schema: closed({ a: text }, []) },
    { schema: closed({ a: text }) },
  ],
  [
    'value of the items of a list that must be set',
    { schema: closed({ a: { type: 'array', items: closed({ b: text }) } }, []) },
    { schema: closed({ a: { type: 'array', items: closed({ b: text, c: text }) } }, []) },
  ],
  ['type', ...member(text, { type: 'integer' })],
  ['integer to number', ...member({ type: 'integer' }, { type: 'number' })],
  ['number to integer', ...member({ type: 'number' }, { type: 'integer' })],
  ['null', ...member({ type: ['string', 'null'] }, text)],
  ['null as a form', ...member({ anyOf: [text, { type: 'null' }] }, text)],
  [
    'enum narrowed and widened',
    ...member({ ...text, enum: ['a', 'b'] }, { ...text, enum: ['a', 'c'] }),
  ],
  ['enum widened', ...member({ ...text, enum: ['a'] }, { ...text, enum: ['a', 'b'] })],
  ['enum added', ...member(text, { ...text, enum: ['a'] })],
  ['const', ...member({ const: 'a' }, { enum: ['a', 'b'] })],
  ['minimum raised', ...member({ type: 'integer', minimum: 0 }, { type: 'integer', minimum: 1 })],
  ['maximum raised', ...member({ type: 'integer', maximum: 5 }, { type: 'integer', maximum: 9 })],
  ['maximum added', ...member({ type: 'integer' }, { type: 'integer', maximum: 9 })],
  ['minLength', ...member(text, { ...text, minLength: 1 })],
  ['maxItems gone', ...member({ type: 'array', maxItems: 3 }, { type: 'array' })],
  ['pattern added', ...member(text, { ...text, pattern: '^a' })],
  ['pattern gone', ...member({ ...text, pattern: '^a' }, text)],
  ['pattern differs', ...member({ ...text, pattern: '^a' }, { ...text, pattern: '^b' })],
  ['refused text added', ...member(refusal('latest'), refusal('latest', 'edge'))],
  ['refused text gone', ...member(refusal('latest', 'edge'), refusal('latest'))],
  [
    'members closed',
    ...member({ type: 'object' }, { type: 'object', additionalProperties: false }),
  ],
  [
    'members of a map',
    ...member(
      { type: 'object', additionalProperties: text },
      { type: 'object', additionalProperties: { type: 'integer' } },
    ),
  ],
  [
    'keys of a map',
    ...member(
      { type: 'object', propertyNames: { pattern: '^a' } },
      { type: 'object', propertyNames: { pattern: '^b' } },
    ),
  ],
  [
    'a union loses a form',
    ...member(
      { anyOf: [text, { type: 'integer' }, { type: 'boolean' }] },
      { anyOf: [text, { type: 'integer' }] },
    ),
  ],
  [
    'a union gets a form',
    ...member(
      { anyOf: [text, { type: 'integer' }] },
      { oneOf: [text, { type: 'integer' }, { type: 'boolean' }] },
    ),
  ],
  [
    'a choice gets a shape',
    {
      schema: closed({ a: choice(['x'], [shape('x', ['host'])]) }),
      defaults: { a: { type: 'x', x: { host: '' } } },
    },
    {
      schema: closed({ a: choice(['x', 'y'], [shape('x', ['host']), shape('y', ['host'])]) }),
      defaults: { a: { type: 'x', x: { host: '' }, y: {} } },
    },
  ],
  [
    'a shape demands more',
    ...member(choice(['x'], [shape('x', [])]), choice(['x'], [shape('x', ['host'])])),
  ],
  [
    'another condition',
    ...member({ type: 'object' }, { type: 'object', not: { required: ['b'] } }),
  ],
  [
    'a definition narrows',
    {
      schema: {
        ...closed({ a: { items: { allOf: [{ $ref: '#/definitions/T' }] } } }, []),
        definitions: { T: closed({ b: text, next: { $ref: '#/definitions/T' } }, []) },
      },
    },
    {
      schema: {
        ...closed({ a: { items: { allOf: [{ $ref: '#/definitions/T' }] } } }, []),
        definitions: {
          T: closed({ b: { type: 'integer' }, next: { $ref: '#/definitions/T' } }, []),
        },
      },
    },
  ],
  [
    'a rule between values',
    { schema: { ...closed({}), 'x-rules': [] } },
    { schema: { ...closed({}), 'x-rules': [{ sentence: 'a needs b.', holds: { not: {} } }] } },
  ],
  [
    'default',
    { schema: closed({ a: text }), defaults: { a: 'x' } },
    { schema: closed({ a: text }), defaults: { a: 'y' } },
  ],
  [
    'default of a value that must stay',
    { schema: closed({ a: { ...text, 'x-immutable': true } }), defaults: { a: 'x' } },
    { schema: closed({ a: { ...text, 'x-immutable': true } }), defaults: { a: 'y' } },
  ],
  ['description', ...member({ ...text, description: 'A.' }, { ...text, description: 'B.' })],
  ['deprecated', ...member(text, { ...text, deprecated: true })],
  [
    'registry split off',
    { defaults: { image: { repository: 'quay.io/web' } } },
    { defaults: { image: { registry: 'quay.io', repository: 'web' } } },
  ],
  [
    'a schema',
    { defaults: { a: 1 } },
    { schema: closed({ a: { type: 'integer' } }), defaults: { a: 1 } },
  ],
  [
    'without schema: removed',
    { defaults: { a: { b: 1 } }, templates: '.Values.a.b' },
    { defaults: { a: {} }, templates: '.Values.a' },
  ],
  [
    'without schema: a map that is passed on',
    { defaults: { a: { b: 1 } }, templates: 'toYaml .Values.a' },
    { defaults: { a: {} }, templates: 'toYaml .Values.a' },
  ],
  ['without schema: type', { defaults: { a: 'x' } }, { defaults: { a: ['x'] } }],
];
