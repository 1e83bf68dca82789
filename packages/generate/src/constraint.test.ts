import {
  and,
  boolean,
  equals,
  integer,
  isSet,
  lessThan,
  list,
  map,
  names,
  not,
  number,
  object,
  optional,
  or,
  refs,
  string,
  sum,
} from '@helm-charts/types';
import { expect, test } from 'vitest';
import { constraint } from './constraint.ts';

const v = refs(
  object('S.', {
    flag: boolean('A flag.'),
    other: boolean('A flag.'),
    count: number('A count.'),
    size: integer('A size.'),
    deep: object('D.', { text: optional(string('T.')) }),
    list: list('L.', string('T.')),
    map: map('M.', string('T.')),
    maybe: optional(number('A count.')),
  }),
);
const at = (key: string, schema: object) => ({ properties: { [key]: schema }, required: [key] });
const flag = at('flag', { const: true });

test.each([
  ['a flag', not(not(v.flag)), { not: { not: flag } }],
  ['a text', isSet(v.deep.text), at('deep', at('text', { minLength: 1 }))],
  ['a list', isSet(v.list), at('list', { minItems: 1 })],
  ['a map', isSet(v.map), at('map', { minProperties: 1 })],
  ['a number', isSet(v.maybe), at('maybe', {})],
  ['an equal', equals(v.count, 3), at('count', { const: 3 })],
  ['a less', lessThan(v.count, 3), at('count', { exclusiveMaximum: 3 })],
  ['a conjunction', and(v.flag, v.other), { allOf: [flag, at('other', { const: true })] }],
  ['a disjunction', or(v.flag, v.other), { anyOf: [flag, at('other', { const: true })] }],
])('converts %s to JSON Schema', (_, condition, schema) => {
  expect(constraint(condition)).toEqual(schema);
});

test.each([
  ['two values cannot be compared', equals(v.flag, v.other)],
  ['nor ordered', lessThan(v.count, v.count)],
  ['nor what Helm computes', equals(names.fullname, 'a')],
  ['nor what it adds up', lessThan(sum(v.size, v.size), 3)],
  ['nor anything that asks for one of these', and(v.flag, not(equals(v.flag, v.other)))],
])('%s', (_, condition) => {
  expect(constraint(condition)).toBeUndefined();
});
