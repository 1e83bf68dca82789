import { generateChart, generateProfile } from '@helm-charts/generate';
import { workspace } from '@helm-charts/testing/tiny-chart';
import {
  component,
  defineChart,
  defineProfile,
  extendProfile,
  gitRepository,
  install,
  integer,
  manifest,
  object,
  text,
} from '@helm-charts/types';
import { expect, test } from 'vitest';
import { renderTree } from './testing/profile.ts';

const tiny = defineChart({
  name: 'tiny',
  description: 'A chart.',
  version: '0.1.0',
  appVersion: '1',
  values: object('Settings.', {
    pool: object('A pool.', { size: integer('Connections.', { default: 20 }) }),
  }),
  scenarios: {},
  manifests: (v) => ({
    config: manifest('ConfigMap', component('config'), { data: { size: text`${v.pool.size}` } }),
  }),
  notes: () => text`Done.`,
});
const base = defineProfile({
  name: 'site',
  version: '1.0.0',
  source: gitRepository('repository', { url: 'https://example.com/site.git', interval: '1m' }),
  releaseNamespace: 'releases',
  targetNamespace: 'shop',
  releases: {
    web: install(tiny, { timeout: '5m', values: { pool: { size: 5 } } }),
    jobs: install(tiny, { timeout: '5m', values: {}, dependsOn: ['web'] }),
  },
});
// All parts of a second profile.
const large = extendProfile(base, {
  name: 'large',
  releases: { web: { values: { pool: { size: 50 } } }, jobs: { namespace: 'batch' } },
});

test('kustomize builds an extended profile, and Helm renders its releases in their namespaces', async () => {
  const files = generateProfile(large).map(
    ({ path, content }) => [`flux-profiles/large/${path}`, content] as const,
  );
  const chart = generateChart(tiny, { read: () => undefined, definitions: {} }).value ?? [];
  const charts = chart.map(({ path, content }) => [`charts/tiny/${path}`, content] as const);
  const root = await workspace(Object.fromEntries([...files, ...charts]));
  const { findings, installed, built } = await renderTree(root, undefined, 'flux-profiles/large');
  expect(findings).toEqual([]);
  expect(
    installed.flatMap(({ documents }) =>
      documents.map(({ manifest: { metadata, ...rest } }) => [
        metadata.namespace,
        metadata.name,
        (rest as { readonly data?: { readonly size?: string } }).data?.size,
      ]),
    ),
  ).toEqual([
    ['batch', 'jobs-tiny', '20'],
    ['shop', 'web-tiny', '50'],
  ]);
  expect(JSON.stringify(built)).toContain('"name":"batch"');
});
