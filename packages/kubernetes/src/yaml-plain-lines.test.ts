import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Json } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { compose } from './yaml-compose.ts';
import { offsetOf } from './yaml-path.ts';
import { readPlain } from './yaml-plain.ts';
import { plainLines } from './yaml-plain-lines.ts';

type Path = readonly (string | number)[];

/** The paths of all fields, each with one that does not exist. */
const pathsIn = (value: Json, path: Path = []): readonly Path[] => {
  const inner =
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, one]) =>
          pathsIn(one, [...path, Array.isArray(value) ? Number(key) : key]),
        )
      : [];
  return [[...path, 'missing'], [...path, 99], ...(path.length > 0 ? [path] : []), ...inner];
};

/** The line of each field of a text, as the library says and as it is found without it. */
const linesOf = (text: string) => {
  const { documents, lines: counter } = compose(text);
  const lines = plainLines(text);
  return readPlain(text)?.flatMap(({ value }, at) =>
    pathsIn(value).map((path) => {
      const offset = offsetOf(documents[at]?.contents, path);
      const line = offset === undefined ? undefined : counter.linePos(offset).line;
      return { path, line, found: lines?.lineOf(at, path) };
    }),
  );
};

const expectTheSame = (text: string): void => {
  for (const { path, line, found } of linesOf(text) ?? [])
    expect({ path, line: found }).toEqual({ path, line });
};

test.for([
  'a: 1\nb: text\nc:\n  d: true\n\n  # none\n  e: ~\n',
  'a:\n- 1\n- b: 2\n  c: 3\n- - 5\n  - d: 6\n  - 7\ne:\n  - f\n',
  '# none\n---\na: 1 # one\n--- # two\n# three\nb: c#d\n---\n---\ne: f\n',
  'a: {b: [1, "x, y"], e: {}} # flow\nf: [1, 2]\ng: |\n  one\n\n  two\nh: i\n  j\nk: l\n',
  'a: &b\n  c: 1\nd: *b\n',
])('finds the lines of the fields of %j as the library does', (text) => {
  expect(plainLines(text)).toBeDefined();
  expectTheSame(text);
});

test.for(['a:\n-\n  b: 1\n', 'a:\n- # none\n  b: 1\n', 'a:\n- &b\n  c: 1\n'])(
  'leaves %j to the library, whose items begin below their marks',
  (text) => {
    expect(readPlain(text)).toBeDefined();
    expect(plainLines(text)).toBeUndefined();
  },
);

test('finds the lines in the files of this repository as the library does', () => {
  const root = resolve(import.meta.dirname, '../../..');
  const texts = readdirSync(join(root, 'flux-profiles'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml') && !name.includes('node_modules'))
    .map((name) => readFileSync(join(root, 'flux-profiles', name), 'utf8'));
  expect(texts.length).toBeGreaterThan(10);
  for (const text of texts) if (plainLines(text) !== undefined) expectTheSame(text);
});
