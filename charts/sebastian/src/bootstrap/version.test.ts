import { expect, test } from 'vitest';
import { isNewer } from './version.ts';

test.each([
  ['1.10.0', '1.9.0'],
  ['2', '1.9.9'],
  ['1.0.1', '1.0'],
  ['v2.0', '2.0.0-rc.2'],
  ['1.0.0-rc.10', '1.0.0-rc.2'],
  ['1.0.0-rc.1', '1.0.0-beta.9'],
  ['1.0.0-rc.1.1', '1.0.0-rc.1'],
])('%s is newer than %s, and not the other way round', (one, other) => {
  expect([isNewer(one, other), isNewer(other, one)]).toEqual([true, false]);
});

test.each([
  ['1.0', '1.0.0'],
  ['v1.0.0', '1.0.0'],
  ['1.0.0', '1.0.0+built-1'],
  ['1.0.0-rc.2+1', '1.0.0-rc.2+2'],
  ['latest', '1.0.0'],
  ['', '1.0.0'],
])('neither of %s and %s is newer', (one, other) => {
  expect([isNewer(one, other), isNewer(other, one)]).toEqual([false, false]);
});
