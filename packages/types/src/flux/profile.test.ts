import { expect, test } from 'vitest';
import { defineChart } from '../chart.ts';
import { text } from '../template/text.ts';
import { object } from '../values/object.ts';
import { string } from '../values/scalar.ts';
import { gitRepository, helmRepository, namespace } from './object.ts';
import { defineProfile } from './profile.ts';
import { install } from './release.ts';
import { remoteChart } from './remote-chart.ts';

const chart = defineChart({
  name: 'db',
  description: 'A database.',
  version: '1.0.0',
  appVersion: '1',
  values: object('Settings.', { size: string('Size.', { default: '1Gi' }) }),
  scenarios: {},
  manifests: () => ({}),
  notes: () => text`Done.`,
});
const definition = {
  name: 'site',
  version: '1.2.3',
  namespaces: [namespace('msp', 'restricted')],
  source: gitRepository('repository', { url: 'https://example.com', interval: '1m' }),
  releaseNamespace: 'flux-releases',
  targetNamespace: 'msp',
  releases: {
    db: install(chart, { timeout: '5m', values: { size: '2Gi' }, keepsState: true }),
    web: install(chart, { timeout: '10m', values: {}, dependsOn: ['db'], crds: 'CreateReplace' }),
  },
  cluster: { kubernetesVersion: '1.35.2' },
} as const;
const { kustomizations, releases, cluster } = defineProfile(definition);
const [db, web] = releases.map(({ helmRelease }) => helmRelease);

test('a release is installed under its own name where the profile says', () => {
  expect(db?.metadata).toMatchObject({ name: 'db', namespace: 'flux-releases' });
  expect(db?.spec).toMatchObject({
    releaseName: 'db',
    targetNamespace: 'msp',
    timeout: '5m',
    chart: {
      spec: {
        chart: './charts/db',
        sourceRef: { kind: 'GitRepository', name: 'repository', namespace: 'flux-system' },
      },
    },
    values: { global: { release: '1.2.3' } },
  });
});

test("its values come from the profile's ConfigMap, and the site's lie over them", () => {
  expect(releases[0]?.values).toEqual({ size: '2Gi' });
  expect(db?.spec?.valuesFrom).toEqual([
    { kind: 'ConfigMap', name: 'site-values-db', valuesKey: 'db.site.yaml' },
    { kind: 'ConfigMap', name: 'db-site-values', optional: true },
  ]);
});

test('where the profile has an address, every release of its own charts reads that of the site', () => {
  const remote = remoteChart({
    name: 'cache',
    version: '1.0.0',
    repository: helmRepository('charts', { url: 'https://charts.example.com' }),
    values: object('Settings.', {}),
  });
  const profile = defineProfile({
    ...definition,
    address: {
      preset: { scheme: 'https', host: 'a.example', port: 443 },
      service: 'web',
      secret: 'tls',
    },
    releases: { ...definition.releases, cache: install(remote, { timeout: '5m', values: {} }) },
  });
  const names = profile.releases.map(({ helmRelease }) =>
    helmRelease.spec?.valuesFrom?.map(({ name }) => name),
  );
  expect(names).toEqual([
    ['site-values-db', 'site-address', 'db-site-values'],
    ['site-values-web', 'site-address', 'web-site-values'],
    ['site-values-cache', 'cache-site-values'],
  ]);
});

test('only what keeps state is kept when its object is pruned', () => {
  expect(db?.metadata?.annotations).toEqual({ 'kustomize.toolkit.fluxcd.io/prune': 'disabled' });
  expect(web?.metadata?.annotations).toBeUndefined();
});

test('a dependency is ready in the same version of the profile', () => {
  expect(db?.spec).not.toHaveProperty('dependsOn');
  expect(web?.spec?.dependsOn?.map(({ name }) => name)).toEqual(['db']);
  expect(web?.spec?.dependsOn?.[0]?.readyExpr).toBe(
    [
      'dep.spec.values.global.release == self.spec.values.global.release',
      'dep.metadata.generation == dep.status.observedGeneration',
      "dep.status.conditions.exists(c, c.type == 'Ready' && c.status == 'True')",
    ].join(' && '),
  );
});

test('the first failure is not the last', () => {
  const retry = { name: 'RetryOnFailure', retryInterval: '2m' };
  expect(db?.spec?.install).toMatchObject({
    strategy: retry,
    createNamespace: false,
    crds: 'Skip',
  });
  expect(db?.spec?.upgrade).toMatchObject({ strategy: retry, cleanupOnFail: false, crds: 'Skip' });
});

test('definitions in crds/ are left alone unless the release says otherwise', () => {
  expect([web?.spec?.install?.crds, web?.spec?.upgrade?.crds]).toEqual([
    'CreateReplace',
    'CreateReplace',
  ]);
});

test('a profile names the cluster that it is for', () => {
  expect(cluster).toEqual({ kubernetesVersion: '1.35.2' });
});

test('the profile waits for what it consists of, but not for its releases', () => {
  const specs = kustomizations.map(({ metadata, spec }) => [
    metadata?.name,
    spec?.path,
    spec?.wait,
  ]);
  expect(specs).toEqual([
    ['site', './flux-profiles/site', true],
    ['site-releases', './flux-profiles/site/releases', false],
  ]);
  expect(kustomizations[1]?.spec?.deletionPolicy).toBe('Orphan');
});

test('the Secrets that a profile expects are part of it, and none where none is named', () => {
  const definition = {
    name: 'site',
    version: '1.2.3',
    namespaces: [],
    source: gitRepository('repository', { url: 'https://example.com', interval: '1m' }),
    releaseNamespace: 'flux-releases',
    targetNamespace: 'msp',
    releases: {},
  };
  const secrets = [{ name: 'db', keys: ['PASSWORD'] }];
  const dataClaims = [{ name: 'db-data', secrets: ['db'] }];
  expect(defineProfile({ ...definition, secrets, dataClaims })).toMatchObject({
    secrets,
    dataClaims,
  });
  expect(defineProfile(definition)).toMatchObject({ secrets: [], dataClaims: [] });
});

test('a namespace outlives its object and says its Pod Security outright', () => {
  expect(namespace('msp', 'baseline').metadata).toMatchObject({
    annotations: { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' },
    labels: {
      'pod-security.kubernetes.io/enforce': 'baseline',
      'pod-security.kubernetes.io/warn': 'restricted',
    },
  });
});

test('the repository belongs to the site once it is there', () => {
  const { metadata } = gitRepository('repository', { url: 'https://example.com', interval: '1m' });
  expect(metadata?.annotations).toEqual({ 'kustomize.toolkit.fluxcd.io/ssa': 'IfNotPresent' });
});
