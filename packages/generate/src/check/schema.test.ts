import { expect, test } from 'vitest';
import { resolved, schemaOfKind, typesOf } from './schema.ts';

const definitions = {
  a: { $ref: '#/definitions/b' },
  b: { type: 'string' },
  'io.k8s.api.networking.v1.Ingress': { type: 'object' },
  'io.k8s.api.core.v1.Service': { type: 'object', title: 'core' },
};

test('a schema is followed to its definition', () => {
  expect(resolved({ $ref: '#/definitions/a' }, definitions)).toEqual({ type: 'string' });
  expect(resolved({ $ref: '#/definitions/gone' }, definitions)).toEqual({});
  expect(resolved({ type: 'integer' }, definitions)).toEqual({ type: 'integer' });
});

test('a built-in kind has a schema, a custom one of the same name has none here', () => {
  const kind = (apiVersion: string, kind: string) =>
    schemaOfKind({ apiVersion, kind }, definitions);
  expect(kind('networking.k8s.io/v1', 'Ingress')).toEqual({ type: 'object' });
  expect(kind('v1', 'Service')).toEqual({ type: 'object', title: 'core' });
  expect(kind('networking.example.com/v1', 'Ingress')).toBeUndefined();
  expect(kind('v1', 'Gone')).toBeUndefined();
});

test('the types that a schema admits', () => {
  expect(typesOf({ type: ['string', 'null'] })).toEqual(['string', 'null']);
  expect(typesOf({ type: 'string' })).toEqual(['string']);
  expect(typesOf({})).toEqual([]);
});
