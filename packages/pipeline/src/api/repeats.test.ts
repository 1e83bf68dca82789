import { undecodable } from '@helm-charts/engine';
import type { Finding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { withoutRepeats } from './repeats.ts';

const finding = (rule: string, pointer: string, message: string): Finding => ({
  rule,
  severity: 'error',
  object: { apiVersion: 'v1', kind: 'Pod', name: 'web' },
  ...(pointer !== '' && { pointer }),
  message,
});

const api = (pointer: string, message: string) => finding('api', pointer, message);
const schema = (pointer: string, message: string) => finding('schema', pointer, message);

/** The messages that are left. */
const left = (one: readonly Finding[], others: readonly Finding[]) => {
  const found = withoutRepeats({ api: one, others });
  return [...found.api, ...found.others].map(({ message }) => message);
};

test.each<[string, Finding, Finding, string]>([
  [
    'a missing field',
    api('/spec/containers/0/name', 'Required value'),
    schema('/spec/containers/0', "missing property 'name'"),
    'schema',
  ],
  [
    'an unknown field',
    api('/spec/hostt', 'unknown field "spec.hostt"'),
    schema('/spec', "additional property 'hostt' not allowed"),
    'schema',
  ],
  [
    'an object that cannot be read',
    api('', `${undecodable}: it has a string`),
    schema('/spec/replicas', 'got string, want integer'),
    'schema',
  ],
  [
    'a pattern',
    api('/data/a', 'the value is not base64'),
    schema('/data/a', "does not match pattern '^[A-Z]*$'"),
    'api',
  ],
  [
    'a quantity, whose field the API server does not name',
    api('', `${undecodable}: quantities must match`),
    schema('/spec/limits', "'1GB' does not match pattern '^[0-9]*$'"),
    'schema',
  ],
  [
    'an API version that is not served',
    api('', 'Kubernetes 1.36 does not serve extensions/v1beta1 by default'),
    finding('api-not-served', '/apiVersion', 'Kubernetes has removed it'),
    'api-not-served',
  ],
  [
    'an entry of a list, of which the API server names the list',
    api('/spec/accessModes', 'Unsupported value: "All"'),
    schema('/spec/accessModes/0', "value must be one of 'ReadWriteOnce'"),
    'schema',
  ],
  [
    'the size of an object, for which the API server names no field',
    api('', 'Too long: may not be more than 1048576 bytes'),
    finding('object-size', '/data', 'the data has 1048577 bytes'),
    'object-size',
  ],
  [
    'an entry of a list',
    api('/spec/volumes/1/name', 'Duplicate value: "a"'),
    finding('list-duplicate', '/spec/volumes/1', 'volume a is in the list twice'),
    'list-duplicate',
  ],
  [
    'a rule of a definition that Flux has, too',
    api('/spec', 'Invalid value: either chart or chartRef must be set'),
    finding('chart', '/spec', 'it must have either chart or chartRef'),
    'chart',
  ],
  [
    'an immutable field',
    api('/spec', 'Forbidden: updates to statefulset spec'),
    finding('immutable-field', '/spec/serviceName', 'the field is immutable'),
    'immutable-field',
  ],
  [
    'a kind that is not served',
    api('', 'Kubernetes 1.36 does not serve v1beta1'),
    finding('unknown-kind', '', 'there is no schema'),
    'api',
  ],
])('one finding of %s', (_, one, other, winner) => {
  expect(left([one], [other])).toEqual(
    [one, other].filter(({ rule }) => rule === winner).map(({ message }) => message),
  );
});

test('findings of other fields and of other objects stay', () => {
  const others = [
    schema('/spec/containers/0', "missing property 'name'"),
    {
      ...schema('/spec/a', 'got string, want integer'),
      object: { apiVersion: 'v1', kind: 'Pod', name: 'db' },
    },
  ];
  expect(
    left([api('/spec/containers/0/image', 'Required value'), api('/spec/a', 'no')], others),
  ).toHaveLength(4);
});

test('a warning is left out where an error says more', () => {
  const warning: Finding = {
    ...api('/spec/env/1', 'hides previous definition'),
    severity: 'warning',
  };
  expect(left([warning, api('/spec/env/1', 'duplicate entries')], [])).toEqual([
    'duplicate entries',
  ]);
  expect(left([warning, api('/spec/env/2', 'duplicate entries')], [])).toHaveLength(2);
});

test('a rule of this project replaces the schema at the same field', () => {
  const said = finding('values-from', '/spec/valuesFrom/0/kind', 'only a ConfigMap can');
  const quoted = schema('/spec/valuesFrom/0/kind', "value must be one of 'ConfigMap'");
  const other = schema('/spec/valuesFrom/1/kind', "value must be one of 'ConfigMap', 'Secret'");
  expect(left([], [said, quoted, other])).toEqual([said.message, other.message]);
});
