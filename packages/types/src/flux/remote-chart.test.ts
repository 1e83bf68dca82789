import { expect, test } from 'vitest';
import { object } from '../values/object.ts';
import { string } from '../values/scalar.ts';
import { helmRepository } from './object.ts';
import { install } from './release.ts';
import { remoteChart } from './remote-chart.ts';

const repository = helmRepository('charts', { url: 'https://example.com', interval: '1h' });
const values = object('Settings.', { size: string('A size.') });

test('a chart of somebody else has an exact version', () => {
  expect(remoteChart({ name: 'db', version: '1.2.3', repository, values }).version).toBe('1.2.3');
  expect(() => remoteChart({ name: 'db', version: '1.x', repository, values })).toThrow(
    'the version "1.x" of the chart db is not exact',
  );
});

test('its values are checked as far as they are declared', () => {
  const chart = remoteChart({ name: 'db', version: '1.2.3', repository, values });
  install(chart, { timeout: '5m', values: { size: '2Gi' } });
  // @ts-expect-error a misspelt key
  install(chart, { timeout: '5m', values: { sise: '2Gi' } });
});
