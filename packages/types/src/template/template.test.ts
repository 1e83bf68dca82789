import { expect, test } from 'vitest';
import { imageName } from '../kubernetes/pod.ts';
import { choice } from '../values/choice.ts';
import { list, map, optional } from '../values/collection.ts';
import { object } from '../values/object.ts';
import { boolean, integer, number, string } from '../values/scalar.ts';
import { product, sum } from './arithmetic.ts';
import { and, condition, equals, implies, isSet, lessThan, not, or } from './condition.ts';
import { each, ifSet, match, orDefault, spread, when, whenCase } from './control.ts';
import { names } from './name.ts';
import { declared, expressionOf, type Ref, refs } from './ref.ts';
import { hash, join, text } from './text.ts';

const v = refs(
  object('Settings.', {
    debug: boolean('A flag.'),
    count: integer('A number.'),
    ratio: number('A number.'),
    host: string('A host.'),
    user: optional(string('A user.')),
    hosts: list('Hosts.', string('A host.')),
    labels: map('Labels.', integer('A label.'), { keys: '^a$' }),
    storage: choice(
      'Storage.',
      { disk: { path: string('A path.') }, bucket: { name: string('A name.') } },
      { default: 'disk' },
    ),
  }),
);
const of = (ref: Ref<unknown>) => declared(ref, 'a test');
/** What JavaScript gives for a member that the values don't have. */
const undeclared = undefined as unknown as Ref<never>;

test('a boolean value is a condition, and a condition stays one', () => {
  expect(condition(v.debug)).toEqual({ kind: 'true', of: of(v.debug) });
  const set = isSet(v.user);
  expect(condition(set)).toBe(set);
});

test('conditions say what they compare', () => {
  expect(equals(v.count, 3)).toEqual({ kind: 'equal', left: of(v.count), right: 3 });
  expect(equals(v.host, v.host)).toMatchObject({ right: of(v.host) });
  expect(lessThan(v.count, v.count)).toMatchObject({ kind: 'less', right: of(v.count) });
  expect(implies(v.debug, isSet(v.user))).toEqual(or(not(v.debug), isSet(v.user)));
  expect(and(v.debug, v.debug)).toMatchObject({
    kind: 'and',
    of: [{ kind: 'true' }, { kind: 'true' }],
  });
});

test('sums and products are of integers', () => {
  expect(of(sum(v.count, product(v.count, 2), 3))).toEqual({
    kind: 'sum',
    of: [of(v.count), { kind: 'product', of: [of(v.count), 2] }, 3],
  });
  const message = 'a sum or product is one of integers';
  expect(() => sum(v.count, v.ratio)).toThrow(message);
  expect(() => product(v.count, 0.5)).toThrow(message);
});

test('when has one body or two', () => {
  expect(when(v.debug, 'a')).toMatchObject({ kind: 'when', body: 'a' });
  expect(when(v.debug, 'a', 'b')).toMatchObject({ kind: 'either', body: 'a', otherwise: 'b' });
});

test('given guards the value itself, or what is made of it', () => {
  expect(ifSet(v.user)).toEqual({ kind: 'when', condition: isSet(v.user), body: v.user });
  expect(ifSet(v.user, (user) => ({ user }))).toMatchObject({ body: { user: v.user } });
});

test('given says what stands there otherwise', () => {
  expect(ifSet(v.user, (user) => user, 'nobody')).toEqual(when(isSet(v.user), v.user, 'nobody'));
});

test('orDefault is the value, or another', () => {
  expect(orDefault(v.user, 'nobody')).toEqual(ifSet(v.user, (user) => user, 'nobody'));
});

test('chosen gives the values of one shape, where it holds', () => {
  const chose = whenCase(v.storage, 'disk', ({ path }) => path);
  expect(chose).toMatchObject({ kind: 'when', condition: equals<string>(v.storage.type, 'disk') });
  expect(expressionOf(chose.body)).toMatchObject({ path: ['storage', 'disk', 'path'] });
});

test('match asks for all shapes but the last', () => {
  const matched = match(v.storage, { disk: ({ path }) => path, bucket: ({ name }) => name });
  expect(matched.condition).toEqual(equals<string>(v.storage.type, 'disk'));
  expect(expressionOf(matched.body)).toMatchObject({ path: ['storage', 'disk', 'path'] });
  expect(expressionOf(matched.otherwise)).toMatchObject({ path: ['storage', 'bucket', 'name'] });
});

test('each gives an item of a list, and a member and its key of a map', () => {
  const items = each(v.hosts, (host) => host);
  expect(items).toMatchObject({
    kind: 'each',
    over: of(v.hosts),
    variables: { item: { name: 'item' } },
  });
  expect(items.variables.key).toBeUndefined();
  expect(expressionOf(items.body)).toMatchObject({ path: [], schema: { type: 'string' } });

  const members = each(v.labels, (value, key) => [value, key]);
  const { item, key } = members.variables;
  const [value, name] = members.body.map(expressionOf);
  expect(value).toEqual({
    kind: 'variable',
    variable: item,
    path: [],
    schema: { description: 'A label.', type: 'integer', maximum: 2 ** 53 - 1 },
  });
  expect(name).toEqual({
    kind: 'variable',
    variable: key,
    path: [],
    schema: { type: 'string', pattern: '^a$' },
  });
});

test('a text keeps what is literal and what is not apart', () => {
  expect(expressionOf(text`${v.host}:${80}`)).toEqual({
    kind: 'text',
    parts: [of(v.host), ':', '80'],
  });
});

test('a hash is ten characters long unless it says otherwise', () => {
  expect(expressionOf(hash(['a', v.hosts]))).toEqual({
    kind: 'hash',
    parts: ['a', of(v.hosts)],
    length: 10,
  });
  expect(expressionOf(hash([], 64))).toMatchObject({ length: 64 });
});

test('a list can be one text', () => {
  expect(expressionOf(join(v.hosts, ','))).toEqual({
    kind: 'joined',
    of: of(v.hosts),
    separator: ',',
  });
});

test.each(['', 'Config', 'a-', '-a', 'a.b', 'a'.repeat(25), 'a%s'])(
  'no name can end in "%s"',
  (suffix) => {
    expect(() => names.withSuffix(suffix)).toThrow(`a name can't end in "${suffix}"`);
  },
);

test('the hash at the end of a name is a short one', () => {
  expect(expressionOf(names.withSuffix('job', hash(['a'])))).toMatchObject({
    suffix: 'job',
    hash: { length: 10 },
  });
  const message = 'the name that ends in "job" needs a hash([…]) of at most 16 characters';
  expect(() => names.withSuffix('job', hash(['a'], 64))).toThrow(message);
  expect(() => names.withSuffix('job', v.host)).toThrow(message);
});

test.each([
  ['a condition', () => isSet(undeclared)],
  ['a condition', () => equals<string>(undeclared, 'a')],
  ['a loop', () => each(undeclared, (one) => one)],
  ['a list', () => spread(undeclared)],
  ['a sum or product', () => sum(1, undeclared)],
  ['a text', () => join(undeclared, ',')],
  ['a container', () => imageName(undeclared)],
])('%s that reads what is not declared is an error', (reader, read) => {
  expect(read).toThrow(`${reader} reads a value that the chart does not declare`);
});

test('a text or a match of what is not declared is an error', () => {
  expect(() => text`${undeclared}`).toThrow('a text reads a value that the chart does not declare');
  expect(() => match(undeclared as never, { disk: () => 1, bucket: () => 2 } as never)).toThrow(
    'no value has a member "disk"',
  );
  expect(() => match(v.storage, { disk: () => 1 } as never)).toThrow(
    'a match has a case for each of several shapes',
  );
});
