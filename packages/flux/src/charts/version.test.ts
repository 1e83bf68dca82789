import { expect, test } from 'vitest';
import { pickVersion } from './version.ts';

const candidates = ['1.2.0', '1.10.1', '2.0.0', '2.1.0-rc.1'].map((version) => ({
  source: 'https://charts.example.com',
  name: 'tiny',
  version,
}));

test.each([
  ['*', '2.0.0'],
  ['1.x', '1.10.1'],
  ['>=1.0.0, <1.5.0', '1.2.0'],
  ['>=1.0.0-0', '2.1.0-rc.1'],
  ['2.1.0-rc.1', '2.1.0-rc.1'],
  ['^3', undefined],
])('%s takes %s', (range, version) => {
  expect(pickVersion(candidates, range)?.version).toBe(version);
});
