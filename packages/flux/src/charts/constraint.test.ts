import { SemVer } from 'semver';
import { expect, test } from 'vitest';
import { constraintOf, parseVersion } from './constraint.ts';

const versions = ['0.0.3', '0.2.9', '1.2.3', '1.2.9', '1.3.0', '2.0.0', '2.1.0-rc.1', '11.1.4'];

// The results are those of Masterminds/semver 3.5.0.
test.each([
  ['*', '0.0.3 0.2.9 1.2.3 1.2.9 1.3.0 2.0.0 11.1.4'],
  ['>=1.0.0 <2.0.0', '1.2.3 1.2.9 1.3.0'],
  ['>= 1.0.0, < 2.0.0', '1.2.3 1.2.9 1.3.0'],
  ['1.x', '1.2.3 1.2.9 1.3.0'],
  ['1.2', '1.2.3 1.2.9'],
  ['~1.2.4', '1.2.9'],
  ['~>1.2', '1.2.3 1.2.9'],
  ['^1.2.5', '1.2.9 1.3.0'],
  ['^0.2.3', '0.2.9'],
  ['^0.0.3', '0.0.3'],
  ['^*', ''],
  ['!=1.x', '0.0.3 0.2.9 2.0.0 11.1.4'],
  ['>1', '2.0.0 11.1.4'],
  ['>1.2', '1.3.0 2.0.0 11.1.4'],
  ['<=1.2', '0.0.3 0.2.9 1.2.3 1.2.9'],
  ['=>2.0.0', '2.0.0 11.1.4'],
  ['1.2.4 - 2', '1.2.9 1.3.0 2.0.0'],
  ['~1.2.9 || ~11', '1.2.9 11.1.4'],
  ['>=2.0.0-0', '2.0.0 2.1.0-rc.1 11.1.4'],
  ['>=1.3.0 <2.1.0-rc.2', '1.3.0 2.0.0 2.1.0-rc.1'],
  ['v1.2.3', '1.2.3'],
])('%s is satisfied by %s', (range, expected) => {
  const isWanted = constraintOf(range);
  const found = versions.filter((version) => isWanted?.(new SemVer(version)));
  expect(found.join(' ')).toBe(expected);
});

test.each(['', 'latest', '1.2.3,', '1.2.3.4', '>=1 and <2', '!1', `${'1 '.repeat(256)}1`])(
  '"%s" is not a range',
  (text) => {
    expect(constraintOf(text)).toBeUndefined();
  },
);

test('a version has three numbers, and may begin with v', () => {
  const texts = ['1.2.3', 'v1.2.3', '1.2', 'latest', '=1.2.3', '1.2.3-rc.1+build'];
  expect(texts.filter(parseVersion)).toEqual(['1.2.3', 'v1.2.3', '1.2.3-rc.1+build']);
});
