import {
  apiAvailable,
  component,
  each,
  kubernetesVersion,
  list,
  manifest,
  not,
  object,
  string,
  when,
} from '@helm-charts/types';
import { describe, expect, test } from 'vitest';
import { chartOf, emitted, generated, parsed, withHelm } from '../testing/chart.ts';

const server = component('server');

const chart = chartOf({
  values: object('Settings.', {}),
  manifests: () => ({
    config: manifest('ConfigMap', server, {
      data: {
        api: when(apiAvailable('example.com/v1'), 'yes', 'no'),
        feed: when(apiAvailable('example.com/v1/Feed'), 'yes', 'no'),
        policy: when(not(apiAvailable('policy/v1')), 'no', 'yes'),
        recent: when(kubernetesVersion('>=1.35'), 'yes', 'no'),
        between: when(kubernetesVersion('>=1.34 <1.35.2'), 'yes', 'no'),
      },
    }),
  }),
});

const dataWith = async (args: readonly string[]): Promise<unknown> => {
  const [config] = await withHelm(generated(chart), async (helm) => parsed(await helm({ args })));
  return (config as { readonly data: unknown }).data;
};

describe('capabilities of the cluster', () => {
  test.each([
    ['1.36.0', { recent: 'yes', between: 'no' }],
    ['1.35.1-gke.100', { recent: 'yes', between: 'yes' }],
    ['1.34.0', { recent: 'no', between: 'yes' }],
  ])('version %s', async (version, expected) => {
    expect(await dataWith([`--kube-version=${version}`])).toMatchObject(expected);
  });

  test('APIs', async () => {
    const none = { api: 'no', feed: 'no', policy: 'yes' };
    expect(await dataWith([])).toMatchObject(none);
    const args = ['--api-versions=example.com/v1', '--api-versions=example.com/v1/Feed'];
    expect(await dataWith(args)).toMatchObject({ api: 'yes', feed: 'yes' });
  });
});

test('a condition on the cluster inside a loop reads from the root', () => {
  const values = object('Settings.', { names: list('Names.', string('A name.')) });
  expect(
    emitted(values, ({ names }) => ({
      items: [each(names, (name) => ({ name, is: when(apiAvailable('example.com/v1'), 'a') }))],
    })),
  ).toContain('if $.Capabilities.APIVersions.Has "example.com/v1"');
});

test('rejects an invalid API and an invalid version range', () => {
  expect(() => apiAvailable('ServiceMonitor')).toThrow(/names no API: write '<group>/);
  expect(() => kubernetesVersion('>=1')).toThrow(/is no range: write '>='/);
});
