import { defineProfile, gitRepository } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { exportedSecret, exportName } from './secrets.ts';
import { siteOf } from './site.ts';

const site = siteOf(
  defineProfile({
    name: 'site',
    version: '1.0.0',
    source: gitRepository('repository', { url: 'https://example.com', interval: '1m' }),
    releaseNamespace: 'releases',
    targetNamespace: 'shop',
    releases: {},
    secrets: [
      { name: 'db', keys: ['PASSWORD'] },
      { name: 'db', namespace: 'batch', keys: ['PASSWORD'] },
    ],
    dataClaims: [{ name: 'data', namespace: 'archive', secrets: ['db'] }],
  }),
);

test('each Secret and claim has its namespace, and the site lists them all', () => {
  expect(site.secrets.map(({ namespace }) => namespace)).toEqual(['shop', 'batch']);
  expect(site.targetNamespaces).toEqual(['shop', 'batch', 'archive']);
});

test('Secrets of the same name in two namespaces are told apart in an export', () => {
  for (const [name, namespace] of [
    ['db', 'shop'],
    ['batch/db', 'batch'],
  ] as const) {
    const secret = exportedSecret(site, name);
    expect(secret.metadata).toMatchObject({ name: 'db', namespace });
    expect(exportName(site, secret)).toBe(name);
  }
});
