import { fragment, list, object, raw, string } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { unportable } from './portable.ts';
import { refused, specOf } from './testing/chart.ts';

const ofPattern = (pattern: string) =>
  unportable(object('S.', { a: string('A.', { pattern }) }).schema, {}).map(
    ({ message }) => message,
  );

test.each([
  ['^(?=a)b$', 'a look-around'],
  ['^(?!a)b$', 'a look-around'],
  ['(?<=a)b', 'a look-around'],
  ['(?<!a)b', 'a look-around'],
  ['(a)\\1', 'a back-reference'],
  ['(?<x>a)\\k<x>', 'a back-reference'],
  ['\\u0041', '\\u'],
  ['\\cA', '\\c'],
])("the pattern %s has %s, which Go's regular expressions lack", (pattern, foreign) => {
  expect(ofPattern(pattern)).toEqual([
    `the pattern ${pattern} has ${foreign}, which Go's regular expressions lack`,
  ]);
});

test.each(['^[(?=]a$', '\\(?=a', '\\\\1', '[\\]?=\\1]', '(?:a|b)?=', '^\\d+\\.[^/]*$', '[]](?:a)'])(
  'accepts the pattern %s, which JavaScript and Go support',
  (pattern) => {
    expect(ofPattern(pattern)).toEqual([]);
  },
);

test.each(['^[http', '(a', 'a)', '*a'])(
  'reports the pattern %s, which is not a regular expression',
  (pattern) => {
    expect(ofPattern(pattern)).toEqual([
      `the pattern ${pattern} is not a regular expression, so Helm cannot read the schema`,
    ]);
  },
);

test.each(['(?i)^a$', '(?P<name>a)', '(?s:a)'])('accepts the pattern %s of Go', (pattern) => {
  expect(ofPattern(pattern)).toEqual([]);
});

test('reports an empty description, also in an item', () => {
  const values = object('S.', { a: string(' '), b: list('L.', string('')) });
  expect(unportable(values.schema, {}).map(({ pointer, message }) => [pointer, message])).toEqual([
    ['/a', 'this value has an empty description, so users do not learn what it does'],
    ['/b/*', 'this value has an empty description, so users do not learn what it does'],
  ]);
});

test('reports all parts of the values that Helm would misread at once', () => {
  const values = object('S.', {
    items: list('I.', object('I.', { name: string('N.', { pattern: 'a(?!b)' }) })),
    keyed: raw({ type: 'object', patternProperties: { '^(?!x)': {} } }, 'K.'),
    nothing: raw<unknown>({ type: ['string', 'null'] }, 'N.', { default: null }),
    deep: raw<unknown>({ type: 'object' }, 'D.', { default: { a: [{ b: null }] } }),
    foreign: raw({ $ref: '#/definitions/Nowhere' }, 'F.'),
    beside: raw(
      { $id: 'https://example.com', allOf: [{ $ref: '#/definitions/Here', type: 'a' }] },
      'B.',
    ),
    data: raw<unknown>({ enum: [{ $id: 'a' }], const: { $id: 'a' } }, 'D.', {
      default: { pattern: '(?=a)' },
    }),
    fine: raw({ properties: { $id: { type: 'string' }, default: { type: 'null' } } }, 'F.'),
    here: fragment('Affinity', 'A.', { default: {} }),
  });
  const definitions = { Here: {}, 'io.k8s.api.core.v1.Affinity': {} };
  const chart = specOf(values, (v) => ({ ...v, items: v.items }));
  expect(refused(chart, { definitions })).toMatchInlineSnapshot(`
    [
      "error items[*].name: the pattern a(?!b) has a look-around, which Go's regular expressions lack; write it without. [pattern]",
      "error keyed: the pattern ^(?!x) has a look-around, which Go's regular expressions lack; write it without. [pattern]",
      "error nothing: a default is null, which some versions of Helm keep and others drop; remove the default, or make the value optional. [null-default]",
      "error deep: a default is null, which some versions of Helm keep and others drop; remove the default, or make the value optional. [null-default]",
      "error foreign: there is no definition of Nowhere; refer to a definition of Kubernetes 1.36, or write the schema out. [reference]",
      "error beside: an $id changes what every $ref refers to; remove it. [identifier]",
      "error beside: Helm ignores the keywords beside $ref; put the $ref into an allOf: [{ $ref: '#/definitions/Here' }]. [reference]",
    ]
  `);
});
