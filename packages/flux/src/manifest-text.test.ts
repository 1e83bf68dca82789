import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { writeYaml } from '@helm-charts/kubernetes';
import type { Manifest } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { manifestText } from './manifest-text.ts';

const manifest = (more: object): Manifest => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'web' },
  ...more,
});
const expectSame = (one: Manifest) =>
  expect(manifestText(one)).toBe(writeYaml(one, { isFolded: false }));

const texts = [
  '',
  './a/b',
  '../a',
  '/',
  '/a: b',
  '/a-',
  '$' + '{A}-b',
  '-c',
  '-e5',
  '--a=b',
  '0',
  '10',
  '007',
  ' ',
  'a',
  'a b',
  'a  b',
  ' a',
  'a ',
  'a:',
  'a: b',
  'a:b',
  ':a',
  'a #b',
  'a#b',
  '# a',
  '- a',
  '-a',
  '-',
  '--- a',
  'a - b',
  '? a',
  'y',
  'N',
  'Yes',
  'off',
  'TRUE',
  'null',
  'Null',
  '~',
  'nULL',
  'yEs',
  'yes no',
  '1',
  '01',
  '0o1',
  '1_0',
  '1.5',
  '1e3',
  '.5',
  '.inf',
  '-.INF',
  '0x1F',
  'e3',
  '1:30',
  '2001-01-01',
  '100m',
  '1Gi',
  '1.2.3',
  '10.0.0.1',
  '0.50',
  '64Mi',
  '1h',
  '2e',
  '1E5',
  '0m',
  '=',
  '<<',
  '*a',
  '&a',
  '!a',
  '%a',
  '@a',
  '`a`',
  '"a"',
  "'a'",
  "it's",
  'a"b',
  '{a}',
  '[a]',
  'a, b',
  'a]',
  '/a/b',
  'http://a:80/b?c=d&e#f',
  'a\\b',
  'tab\there',
  'é',
  '😀',
  '\u2028',
  '\u0000',
  'two\nlines',
  'two\nlines\n',
  'ends:\n',
  '\n',
  '\nbegins with an empty line',
  ' begins\nwith a space',
  'ends with empty lines\n\n',
  'ends with a space \n',
  'ends with spaces\n  ',
  'an empty line\n\n  and an indented one \n# none\n',
  'a tab\n\tand\t\none',
  'no\r\nunix',
  'a\u0085\nb',
  'é\u2028\n😀\n',
  'a document\n---\n...\n',
  'x'.repeat(99),
  `${'x '.repeat(60)}x`,
  `"${'x '.repeat(60)}`,
];

test.for(texts)('writes %j as the library does, as a value, as a key and in a list', (text) => {
  expectSame(manifest({ data: { a: text, [text]: 'b' } }));
  expectSame(manifest({ data: [text, [text, { [text]: text }], { a: text }] }));
});

test.for<[string, object]>([
  ['numbers', { a: [0, -0, -1, 1.5, 1e21, 2 ** 53, 1e-7] }],
  ['nothing', { a: null, b: undefined, c: {}, d: [], e: [{}, [], null], f: { g: undefined } }],
  ['lists in lists', { a: [[1, [2, [3]]], [[{ b: [4] }]]], c: [{ d: [{ e: 1, f: 2 }], g: 1 }] }],
  ['an undefined item', { a: [undefined, 1] }],
  ['a list that begins with an empty object', { a: [{ b: undefined }, { c: 1 }] }],
])('writes %s as the library does', ([, data]) => expectSame(manifest({ data })));

test('writes an object that is there twice as the library does', () => {
  const shared = { a: 1 };
  expectSame(manifest({ data: [shared, { b: shared }] }));
  const list = ['a'];
  expectSame(manifest({ data: [list, list] }));
});

test('writes the manifests of this repository as the library does', () => {
  const root = resolve(import.meta.dirname, '../../..');
  const files = ['flux-profiles', 'charts'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.yaml$/.test(name) && !/(templates|node_modules)\//.test(name))
      .map((name) => join(root, folder, name)),
  );
  const values = files.flatMap((file) => {
    const documents = parseAllDocuments(readFileSync(file, 'utf8'), {
      version: '1.1',
      logLevel: 'error',
    });
    return 'empty' in documents ? [] : documents.map((document) => document.toJS());
  });
  expect(values.length).toBeGreaterThan(50);
  for (const data of values) expectSame(manifest({ data }));
});

test('the text has the value of the manifest', () => {
  const one = manifest({ data: Object.fromEntries(texts.map((text, at) => [`key-${at}`, text])) });
  expect(parse(manifestText(one), { version: '1.1' })).toEqual(one);
});
