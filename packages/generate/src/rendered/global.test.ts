import { ifSet, object, optional, string, text } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { rendered, specOf } from '../testing/chart.ts';

const chart = specOf(
  object('Settings.', {
    global: object('Shared values.', { domain: string('Domain.', { default: 'example.com' }) }),
    name: optional(string('A name.')),
  }),
  (v) => ({ host: text`web.${v.global.domain}`, name: ifSet(v.name) }),
);

test('a profile may add members to global that the chart does not declare', async () => {
  const call = { values: { global: { release: '1.2.3', domain: 'example.org' }, name: 'a' } };
  expect(await rendered(chart, [call])).toEqual([{ host: 'web.example.org', name: 'a' }]);
});

test('Helm still validates the members of global that the chart declares', async () => {
  const call = rendered(chart, [{ values: { global: { domain: 5 } } }]);
  await expect(call).rejects.toThrow("at '/global/domain': got number, want string");
});
