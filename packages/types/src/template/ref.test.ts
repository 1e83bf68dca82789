import { expect, test } from 'vitest';
import { choice } from '../values/choice.ts';
import { optional } from '../values/collection.ts';
import { object } from '../values/object.ts';
import { port, string } from '../values/scalar.ts';
import { isSet } from './condition.ts';
import { when } from './control.ts';
import { declared, expressionOf, refs } from './ref.ts';

const values = object('Settings.', {
  server: object('A server.', { 'host-name': string('Its host.'), port: port('Port.') }),
  authority: optional(object('An authority.', { secret: string('Its Secret.') })),
  storage: choice('Storage.', { disk: { path: string('A path.') }, none: {} }, { default: 'disk' }),
});
const v = refs(values);

test('references mirror the values, and know where they stand', () => {
  expect(Object.keys(v)).toEqual(['server', 'authority', 'storage']);
  expect(expressionOf(v.server['host-name'])).toEqual({
    kind: 'value',
    path: ['server', 'host-name'],
    schema: { description: 'Its host.', type: 'string' },
    root: values.schema,
  });
});

test('a reference is the same each time, and nobody can change it', () => {
  expect(v.server.port).toBe(v.server.port);
  expect(Object.isFrozen(v)).toBe(true);
  expect(Object.isFrozen(v.server.port)).toBe(true);
});

test('what is no reference stands for nothing', () => {
  expect([undefined, null, 'a', 1, {}, []].map(expressionOf)).toEqual(Array(6).fill(undefined));
});

test('reading a value that is not declared is an error where it is read', () => {
  expect(() => declared(undefined, 'a loop')).toThrow(
    new TypeError('a loop reads a value that the chart does not declare'),
  );
});

test('a reference is never turned into a text, number or condition by JavaScript', () => {
  const message =
    "the value server.port is known only when Helm renders, so JavaScript can't make a text or number of it: write text`…`, or when(…) for a condition";
  const { port } = v.server;
  // What the compiler refuses where a text is wanted, and JavaScript would do.
  const any = port as never;
  expect(() => `${any}`).toThrow(message);
  expect(() => any > 1).toThrow(message);
  expect(() => String(port)).toThrow(message);
  expect(() => port.toString()).toThrow(message);
  expect(() => Number(port)).toThrow(message);
});

test('a reference is never turned into JSON by JavaScript, alone or in a list or object', () => {
  const message =
    "the value server.port is known only when Helm renders, so JSON.stringify can't write it: write the JSON as text`…`, or as a file(…) with a hole for each value";
  const { port } = v.server;
  expect(() => JSON.stringify(port)).toThrow(new TypeError(message));
  expect(() => JSON.stringify({ server: { ports: [port] } })).toThrow(message);
  expect(() => JSON.stringify({ ...v.server })).toThrow('the value server.host-name is');
  expect(() => JSON.stringify(v)).toThrow('the values are known only');
});

test('what a condition or loop writes is never turned into a text or JSON by JavaScript', () => {
  const controls = [when(isSet(v.authority), 'a'), when(isSet(v.authority), 'a', 'b')];
  for (const control of controls) {
    expect(() => `${control as never}`).toThrow('Helm decides what a condition or loop writes');
    expect(() => JSON.stringify({ a: control })).toThrow("so JSON.stringify can't write it");
    expect(Object.keys(control)).not.toContain('toJSON');
  }
});

test('a value may have the name of a conversion', () => {
  const named = refs(object('Settings.', { toString: string('A text.') }));
  expect(expressionOf(named.toString)).toMatchObject({ path: ['toString'] });
  const json = refs(object('Settings.', { toJSON: string('A text.') }));
  expect(expressionOf(json.toJSON)).toMatchObject({ path: ['toJSON'] });
  expect(() => JSON.stringify(json)).toThrow('the value toJSON is known only');
});
