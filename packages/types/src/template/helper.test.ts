import { expect, test } from 'vitest';
import { optional } from '../values/collection.ts';
import { object } from '../values/object.ts';
import { string } from '../values/scalar.ts';
import { ifSet } from './control.ts';
import { helper } from './helper.ts';
import { names } from './name.ts';
import { expressionOf, refs } from './ref.ts';
import { hash } from './text.ts';

const v = refs(object('Settings.', { url: optional(string('An address.')) }));

test('a helper is a text by name, which may be one or the other', () => {
  const of = ifSet(v.url, (url) => url, 'https://localhost');
  expect(expressionOf(helper('publicUrl', of))).toEqual({
    kind: 'definition',
    name: 'publicUrl',
    of,
  });
});

test.each(['fullname', 'labels', 'Url', 'public-url', 'a.conf', ''])(
  'no helper is called "%s"',
  (name) => {
    expect(() => helper(name, 'a')).toThrow(`a helper can't be called "${name}"`);
  },
);

test('a name can end in a hash that is a helper, and in no other', () => {
  const made = helper('contentHash', hash(['a']));
  expect(expressionOf(names.withSuffix('job', made))).toMatchObject({
    hash: { of: { kind: 'definition' }, length: 10 },
  });
  expect(() => names.withSuffix('job', helper('text', 'a'))).toThrow('needs a hash([…])');
});
