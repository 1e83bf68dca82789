import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { read } from './yaml.ts';
import { compose } from './yaml-compose.ts';
import { readPlain } from './yaml-plain.ts';

/** What the library reads; undefined if there is a problem. */
const closely = (text: string) => {
  const { documents, lines } = compose(text);
  const lineAt = (offset: number) => lines.linePos(offset).line;
  const all = documents.flatMap((document) => {
    const { value } = read(document, lines, 'test');
    const line = lineAt(document.contents?.range?.[0] ?? document.range[0]);
    return value === undefined ? [] : [{ value, line, end: lineAt(document.range[2]) }];
  });
  return all.length < documents.length ? undefined : withoutEmpty(all);
};

/** An empty document has no line. */
const withoutEmpty = (documents: readonly { readonly value?: unknown }[] | undefined) =>
  documents?.map((one) => (one.value === null ? null : one));

const plain = [
  'a: 1\nb: text with spaces\nc:\n  d: true\n  e: ~\n',
  'a:\n- 1\n- b: 2\n  c: 3\n-\n  d: 4\n- - 5\n  - 6\ne:\n  - f\n',
  '# none\n---\na: 1 # one\n--- # two\n# three\nb: c#d\n---\n---\ne: f\n',
  "a: \"quoted: \\n text\" # one\nb: 'it''s'\n\"c d\": e\n'f': g\n",
  'a: |\n  one\n\n   two # text\n# none\nb: |-\n  three\n\nc: >-\n  four\n  five\n',
  'a: {b: [1, "x, y", c], e: {}, f: []} # flow\ng: [1, 2]\n',
  'a: &name web\nb: *name\nc:\n  - &other 5\n  - *other\n',
  'a: 1.0\nb: 0x1F\nc: 010\nd: 1_000\ne: on\nf: 1.2.3\ng: 10.0.0.1\nh: -1\ni: 1e3\nj: .5\n',
  'a: "\\x41"\nb: "\\ud83d\\ude00"\n',
  'a: http://b:80/c?d=e\nb: a:b\nc: (d)\ne: f"g"\nh: -5m\n',
  'a: b\n  c - d\n  e\nf:\n- g\n  h\n',
  'a: &b {c: [1]}\nd: *b\ne: {f: 1}\n',
  'a: [/x, ./y, $z, 1.5, 0.10, 1:30, 2001-01-01, 10Gi, 5m, 0b1, 1e3, 12e03, 0x1g, 1.2.3]\n',
  'a:\n    b: 1\n    c:\n    - 2\nd:\n# none\n',
  'a: x é😀\nb: y\nc: N\nd: null\n',
  'a:\n  b: {\n    # c: ,\n\n# d\n      }\ne: [\n ]\nf:\n  - {\n    }\n  - 1\n',
  '',
  '\n# none\n',
  '---\n',
];

test.for(plain)('reads %j as the library does', (text) => {
  const read = withoutEmpty(readPlain(text));
  expect(read).toBeDefined();
  expect(read).toEqual(closely(text));
});

/** With problems, or with what needs the library. */
const others = [
  'a: 1\na: 2\n',
  'a: b: c\n',
  'a: b\n\n  c\n',
  'a: b # c\n  d\n',
  'a: b\n  c #d\n',
  'a: b\n  # c\n  d\n',
  'a: b\n  c: d\n',
  'a: "b\n  c"\n',
  'a:\n  b\n',
  ' a: 1\nb: 2\n',
  'a:\n  - b\n c: 1\n',
  'a:\n   b: 1\n  c: 2\n',
  'a:\tb\n',
  'a: [1,\n  2]\n',
  'a: {b: c\n',
  'a: {\n}\n',
  'a: {\n  b: 1\n  }\n',
  'a: {\n  # b\n',
  'a: {\n  ]\n',
  'a: {\n  } b\n',
  'a: "b\n',
  "a: 'b' c\n",
  'a: !own b\n',
  'a: *none\n',
  `a: &b {c: 1}\nd:\n${'  - *b\n'.repeat(34)}`,
  'a: {<<: {b: 1}}\n',
  'a: {b: 1}# c\n',
  'a: {b: c d}\n',
  'a: é\n',
  '<<: {b: 1}\n',
  '? a\n: b\n',
  'on: 1\n',
  '1: a\n',
  '__proto__: 1\n',
  'a: |2\n    b\n',
  'a: |+\n  b\n\n',
  'a: |\n\n  b\n',
  'a: |\n  b\n # c\nd: 1\n',
  'a: >\n  b\n\n  c\n',
  'a: - b\n',
  'a: @b\n',
  'a: %b\n',
  '%YAML 1.1\n---\na: 1\n',
  'a: 1\n...\nb: 2\n',
  '--- {a: 1}\n',
  'a: .inf\n',
  'a: \u0007\n',
  'a: 1\r\nb: 2\r\n',
  '- a\nb: 1\n',
  'text\n',
  `a: &b x\nc: [${'*b, '.repeat(3)}]\n`,
  `a: &b x\nc:\n${'  - *b\n'.repeat(101)}`,
  `${Array.from({ length: 150 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join('')}`,
];

test.for(others)('leaves %j to the library', (text) => expect(readPlain(text)).toBeUndefined());

test('reads the files of this repository as the library does', () => {
  const root = resolve(import.meta.dirname, '../../..');
  const texts = ['charts', 'flux-profiles'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.yaml') && !/(templates|node_modules)\//.test(name))
      .map((name) => readFileSync(join(root, folder, name), 'utf8')),
  );
  const read = texts.filter((text) => readPlain(text) !== undefined);
  expect(read.length).toBeGreaterThan(0.9 * texts.length);
  for (const text of read) expect(withoutEmpty(readPlain(text))).toEqual(closely(text));
});
