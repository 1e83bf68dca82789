import { expect, test } from 'vitest';
import { ignorePatterns } from './ignore-patterns.ts';

const excluded = (text: string, paths: readonly string[], domain: readonly string[] = []) => {
  const excludes = ignorePatterns([{ text, domain }]);
  return paths.filter((path) => excludes(path.split('/')));
};

test.each([
  ['/*\n!/apps', ['apps/x.yaml', 'b/x.yaml', 'x.yaml'], ['b/x.yaml', 'x.yaml']],
  ['/*\n!/apps/**', ['apps/x.yaml', 'apps/a/x.yaml', 'b/x.yaml'], ['b/x.yaml']],
  ['/*\n!/apps/\n', ['apps/x.yaml', 'b/x.yaml'], ['b/x.yaml']],
  ['*.md', ['a.md', 'x/a.md', 'a.yaml'], ['a.md', 'x/a.md']],
  ['docs/', ['docs/a', 'x/docs/a', 'docs'], ['docs/a', 'x/docs/a']],
  ['/docs/', ['docs/a', 'x/docs/a'], ['docs/a']],
  ['a/b', ['a/b/c', 'a/b', 'x/a/b'], ['a/b/c', 'a/b']],
  ['**/b', ['b', 'a/b', 'a/b/c', 'a/bc'], ['b', 'a/b', 'a/b/c']],
  ['a/**/b', ['a/b', 'a/x/y/b', 'x/b'], ['a/b', 'a/x/y/b']],
  ['a/**', ['a/b', 'a', 'b/a'], ['a/b', 'a']],
  ['/**', ['a', 'a/b'], []],
  ['**/a/b', ['a/x/a/b', 'x/a/b'], ['x/a/b']],
  ['# a\n\n a\\ \nb  ', ['b', 'a', '# a'], ['b']],
  ['[ab]?.yaml', ['a1.yaml', 'c1.yaml', 'a.yaml'], ['a1.yaml']],
  ['[', ['['], []],
])('%j excludes of %j', (text, paths, expected) => {
  expect(excluded(text, paths)).toEqual(expected);
});

test('the patterns of a directory match below it, and the last one counts', () => {
  expect(excluded('/x', ['a/x', 'x', 'a/b/x'], ['a'])).toEqual(['a/x']);
  const excludes = ignorePatterns([{ text: '*.yaml' }, { text: '!*.yaml', domain: ['a'] }]);
  expect(excludes(['x.yaml'])).toBe(true);
  expect(excludes(['a', 'x.yaml'])).toBe(false);
});
