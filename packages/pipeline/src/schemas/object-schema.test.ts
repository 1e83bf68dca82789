import { defineChart, object, text } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { kindsOfChart } from './object-schema.ts';
import { feedCrd, realm } from './testing.ts';

test('finds the kinds in the crds of a chart, in files and as objects', () => {
  const chart = defineChart({
    name: 'feed',
    description: 'A feed.',
    version: '1.0.0',
    appVersion: '1',
    values: object('Settings.', {}),
    scenarios: {},
    crds: ['feed.yaml', 'absent.yaml', realm],
    manifests: () => ({}),
    notes: () => text`Done.`,
  });
  const read = (path: string) => (path === 'feed.yaml' ? feedCrd : undefined);
  const known = kindsOfChart(chart, read, (_, kind) => (kind === 'Own' ? {} : undefined));
  expect(known('example.com/v1', 'RSSFeed')).toMatchObject({
    additionalProperties: false,
    properties: { metadata: { type: 'object' }, spec: { required: ['url'] }, status: {} },
  });
  expect(known('example.com/v1beta1', 'Realm')).toBeDefined();
  expect(known('example.com/v1alpha1', 'RSSFeed')).toBeUndefined();
  expect(known('example.com/v1', 'Own')).toEqual({});
});
