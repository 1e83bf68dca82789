import { expect, test } from 'vitest';
import { defineChart } from '../chart.ts';
import { text } from '../template/text.ts';
import { list } from '../values/collection.ts';
import { object } from '../values/object.ts';
import { integer, string } from '../values/scalar.ts';
import { extendProfile } from './extend-profile.ts';
import { gitRepository, namespace } from './object.ts';
import { defineProfile } from './profile.ts';
import { install } from './release.ts';

const chart = defineChart({
  name: 'web',
  description: 'A server.',
  version: '1.0.0',
  appVersion: '1',
  values: object('Settings.', {
    pods: object('Pods.', {
      replicas: integer('Number of pods.', { default: 1 }),
      size: string('Size.', { default: 's' }),
    }),
    hosts: list('Hosts.', string('Host.')),
  }),
  scenarios: {},
  manifests: () => ({}),
  notes: () => text`Done.`,
});
const base = defineProfile({
  name: 'site',
  version: '1.2.3',
  source: gitRepository('repository', { url: 'https://example.com', interval: '1m' }),
  releaseNamespace: 'releases',
  targetNamespace: 'shop',
  objectNames: { root: 'shop' },
  releases: {
    web: install(chart, {
      timeout: '5m',
      values: { pods: { replicas: 2, size: 'm' }, hosts: ['a.example.com'] },
    }),
    cache: install(chart, { timeout: '5m', values: {} }),
  },
  airGap: {
    registry: 'oci://registry.example.com/site',
    releases: { cache: install(chart, { timeout: '5m', values: {} }) },
  },
});
const extended = extendProfile(base, {
  name: 'large',
  targetNamespace: 'store',
  releases: {
    web: {
      values: { pods: { replicas: 3, size: null }, hosts: ['b.example.com'] },
      namespace: 'web',
      interval: '5m',
    },
    cache: null,
  },
  added: { search: install(chart, { timeout: '10m', values: {}, dependsOn: ['web'] }) },
});

test('values are merged as Flux merges them, and other fields replace those of the base', () => {
  const [web, search] = extended.releases;
  expect(web?.values).toEqual({ pods: { replicas: 3, size: null }, hosts: ['b.example.com'] });
  expect(web?.helmRelease.spec).toMatchObject({
    targetNamespace: 'web',
    interval: '5m',
    timeout: '5m',
  });
  const more = extendProfile(extended, {
    name: 'more',
    releases: { web: { values: { pods: { replicas: 4 } } } },
  });
  expect(more.releases[0]?.values).toEqual({
    pods: { replicas: 4, size: null },
    hosts: ['b.example.com'],
  });
  expect(search?.helmRelease.metadata?.name).toBe('search');
  expect(search?.helmRelease.spec?.targetNamespace).toBe('store');
  expect(extended.releases).toHaveLength(2);
});

test('its objects have names of their own, and the base stays as it is', () => {
  expect(extended.kustomizations.map(({ metadata }) => metadata?.name)).toEqual([
    'large',
    'large-releases',
  ]);
  expect(base.releases.map(({ values }) => values)).toEqual([
    { pods: { replicas: 2, size: 'm' }, hosts: ['a.example.com'] },
    {},
  ]);
});

test('single fields of the air-gapped variant change, and null removes it', () => {
  const airGap = { registry: 'oci://registry.example.com/other' };
  const other = extendProfile(base, { name: 'large', airGap });
  expect(other.airGap?.source.spec?.url).toBe('oci://registry.example.com/other/large');
  expect(Object.keys(other.airGap?.values ?? {})).toEqual(['cache']);
  expect(extended.airGap?.values).toEqual({});
  expect(extendProfile(base, { name: 'large', airGap: null }).airGap).toBeUndefined();
});

test('a release that others need is not removed without a word', () => {
  expect(() => extendProfile(extended, { name: 'small', releases: { web: null } })).toThrow(
    'release search depends on web, which the profile does not have: set dependsOn of search',
  );
  expect(() =>
    extendProfile(base, {
      name: 'small',
      added: { web: install(chart, { timeout: '5m', values: {} }) },
    }),
  ).toThrow('the base has a release web, too');
});

test('a misspelt release, value or field does not compile', () => {
  // @ts-expect-error there is no release of this name
  extendProfile(base, { name: 'small', releases: { wep: null } });
  // @ts-expect-error the chart has no value of this name
  extendProfile(base, { name: 'small', releases: { web: { values: { pod: {} } } } });
  extendProfile(base, {
    name: 'small',
    // @ts-expect-error the value is a number
    releases: { web: { values: { pods: { replicas: 'a' } } } },
  });
  // @ts-expect-error install has no such field
  extendProfile(base, { name: 'small', releases: { web: { timeOut: '5m' } } });
  extendProfile(extended, { name: 'small', releases: { search: { values: { hosts: [] } } } });
  const replicas: number | null | undefined = extended.releases[0]?.values.pods?.replicas;
  expect(replicas).toBe(3);
});

test('each release has a namespace of its own if it says so, and the profile makes them all', () => {
  const profile = extendProfile(base, {
    name: 'several',
    namespaces: [namespace('web', 'privileged')],
    releases: { web: { namespace: 'web' }, cache: { namespace: 'cache' } },
    secrets: [{ name: 'db', namespace: 'db', keys: ['PASSWORD'] }],
  });
  expect(
    profile.namespaces.map(({ metadata }) => [
      metadata?.name,
      metadata?.labels?.['pod-security.kubernetes.io/enforce'],
    ]),
  ).toEqual([
    ['web', 'privileged'],
    ['cache', 'restricted'],
    ['db', 'restricted'],
    ['releases', 'restricted'],
    ['shop', 'restricted'],
  ]);
});
