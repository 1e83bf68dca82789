import { expect, test } from 'vitest';
import { highest, isTooLow, type Level, nextVersion } from './level.ts';

test.for<readonly [string, Level, string]>([
  ['1.2.3', 'none', '1.2.3'],
  ['1.2.3', 'patch', '1.2.4'],
  ['1.2.3', 'minor', '1.3.0'],
  ['1.2.3', 'major', '2.0.0'],
  ['0.2.3', 'patch', '0.2.4'],
  ['0.2.3', 'minor', '0.2.4'],
  ['0.2.3', 'major', '0.3.0'],
  ['2.0.0-rc.1', 'minor', '2.0.0'],
])('%s with a %s change needs %s', ([released, level, next]) => {
  expect(nextVersion(released, level)).toBe(next);
});

test('the highest level counts', () => {
  expect(highest(['patch', 'major', 'minor'])).toBe('major');
  expect(highest([])).toBe('none');
});

test('a higher version and a pre-release of the needed one are enough', () => {
  expect(isTooLow('1.2.9', '1.3.0')).toBe(true);
  expect(isTooLow('1.3.0', '1.3.0')).toBe(false);
  expect(isTooLow('2.0.0', '1.3.0')).toBe(false);
  expect(isTooLow('1.3.0-rc.1', '1.3.0')).toBe(false);
});
