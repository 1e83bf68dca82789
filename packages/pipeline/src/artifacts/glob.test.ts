import { expect, test } from 'vitest';
import { expressionOf } from './glob.ts';

// What doublestar.Match of github.com/bmatcuk/doublestar v4 says.
test.each<readonly [pattern: string, matching: readonly string[], others: readonly string[]]>([
  ['*.md', ['a.md', '.md'], ['a/b.md', 'a.mdx']],
  ['**/*.md', ['a.md', 'a/b.md', 'a/b/c.md'], ['a.yaml']],
  ['a/**', ['a', 'a/b', 'a/b/c'], ['b', 'ab']],
  ['**/test/**', ['test', 'test/a', 'x/test/a/b'], ['testa', 'x/tests/a']],
  ['a/**/b', ['a/b', 'a/x/b', 'a/x/y/b'], ['ab', 'a/x/bc']],
  ['a**b', ['ab', 'axb'], ['a/b']],
  ['**', ['.', 'a', 'a/b'], []],
  ['{a,b/c}.yaml', ['a.yaml', 'b/c.yaml'], ['c.yaml']],
  ['[a-c]?', ['ax', 'cc'], ['dx', 'a', 'a/']],
  ['[!a]b', ['bb'], ['ab', '/b']],
  ['[^a]b', ['bb'], ['ab']],
  ['a\\*b', ['a*b'], ['axb']],
  ['a.b+c', ['a.b+c'], ['axbbc']],
])('%s', (pattern, matching, others) => {
  const expression = expressionOf(pattern);
  for (const path of matching) expect(path).toMatch(expression ?? '');
  for (const path of others) expect(path).not.toMatch(expression ?? '');
});

test.each(['[', '[a', 'a\\', '{a'])('%s is invalid', (pattern) => {
  expect(expressionOf(pattern)).toBeUndefined();
});

test('in a pattern of path.Match a double star is one', () => {
  const expression = expressionOf('a/**', true);
  expect('a/b').toMatch(expression ?? '');
  expect('a/b/c').not.toMatch(expression ?? '');
  expect('{a}').toMatch(expressionOf('{a}', true) ?? '');
});
