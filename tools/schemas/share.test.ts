import { expect, test } from 'vitest';
import { share } from './share.ts';

const selector = (about: string) => ({
  type: 'object',
  properties: Object.fromEntries(
    ['first', 'second', 'third', 'fourth'].map((name) => [
      `${name}-${about}`,
      { type: 'string', minLength: 1 },
    ]),
  ),
  additionalProperties: false,
});

test('what is repeated becomes one definition, also inside another one', () => {
  const affinity = { type: 'object', properties: { pods: selector('label') } };
  const kind = (fields: object) => ({ type: 'object', properties: { spec: fields } });
  const shared = share({
    'a.json': kind({
      properties: { affinity, list: { type: 'array', items: selector('label') } },
    }),
    'b.json': kind({ properties: { affinity, own: selector('port') } }),
  });
  const reference = (name: string) => ({ $ref: `definitions.json#/definitions/${name}` });
  expect(shared).toEqual({
    'a.json': kind({
      properties: {
        affinity: reference('a.spec.affinity'),
        list: { type: 'array', items: reference('a.spec.affinity.pods') },
      },
    }),
    'b.json': kind({
      properties: { affinity: reference('a.spec.affinity'), own: selector('port') },
    }),
    'definitions.json': {
      definitions: {
        'a.spec.affinity': {
          type: 'object',
          properties: { pods: reference('a.spec.affinity.pods') },
        },
        'a.spec.affinity.pods': selector('label'),
      },
    },
  });
});

test('what is only in a definition has none of its own', () => {
  const affinity = { type: 'object', properties: { pods: selector('label') } };
  const { 'definitions.json': definitions } = share({
    'a.json': { type: 'object', properties: { one: affinity, two: affinity } },
  });
  expect(definitions).toEqual({ definitions: { 'a.one': affinity } });
});

test('schemas without a repetition stay as they are', () => {
  const schemas = { 'a.json': selector('port') };
  expect(share(schemas)).toEqual(schemas);
});
