import { checkAlone } from '@helm-charts/testing/charts';
import { type JsonSchema, printFinding, propertiesOf } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { chart } from './chart.ts';
import { containersOf, podsOf, render } from './testing/render.ts';
import { values } from './values.ts';

/** What a shape must be given beside its name. */
const needed: Readonly<Record<string, object>> = {
  'postgres.external': { host: 'postgres.example.com' },
  'redis.external': { host: 'redis.example.com' },
  'storage.s3': { bucket: 'alga-files' },
  'backup.target.s3': { endpoint: 'https://s3.example.com', bucket: 'alga-backups' },
  'mail.smtp': { host: 'smtp.example.com', from: 'alga@example.com', username: 'alga' },
  'mail.resend': { from: 'alga@example.com' },
};

const { storage, tenantSecrets, server, postgres } = chart.scenarios.hosted;

/** What a switch needs beside itself. */
const beside: Readonly<Record<string, object>> = {
  'server.scaling.autoscaling.enabled': { storage, tenantSecrets, postgres },
  'server.scaling.disruptionBudget.enabled': { storage, tenantSecrets, server, postgres },
  'tenantSecrets.volume.enabled': { tenantSecrets },
};

/** Every switch of the values, each turned by itself: what is on goes off, and each shape of a choice is chosen. */
const turned = (schema: JsonSchema, path: readonly string[] = []): readonly object[] =>
  Object.entries(propertiesOf(schema) ?? {}).flatMap(([key, inner]) => {
    if (typeof inner.default === 'boolean')
      return [{ ...at([...path, key], !inner.default), ...beside[[...path, key].join('.')] }];
    if (key !== 'type' || !Array.isArray(inner.enum)) return turned(inner, [...path, key]);
    return inner.enum.map(String).map((shape) => {
      const own = needed[[...path, shape].join('.')];
      return at(path, { type: shape, ...(own !== undefined && { [shape]: own }) });
    });
  });

const at = ([key = '', ...path]: readonly string[], value: unknown): object => ({
  [key]: path.length === 0 ? value : at(path, value),
});

const overlays = turned(values.schema);

test('the values contain switches and choices', () => {
  expect(overlays.length).toBeGreaterThan(30);
  expect(overlays).toContainEqual({ hocuspocus: { enabled: true } });
  expect(overlays).toContainEqual({ storage: { type: 's3', s3: { bucket: 'alga-files' } } });
});

test.each(overlays.map((values) => ({ name: JSON.stringify(values), values })))(
  'the chart renders with $name alone, without findings',
  async ({ values }) => {
    const manifests = await render(values);
    const kinds = manifests.map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['Deployment', 'Job', 'ServiceAccount']));
    expect(checkAlone({ chart, manifests }).map(printFinding)).toEqual([]);
    for (const pod of podsOf(manifests)) {
      const volumes = pod.spec.volumes?.map(({ name }) => name);
      const mounts = containersOf(pod).flatMap(({ volumeMounts = [] }) => volumeMounts);
      expect(volumes, pod.id).toEqual(expect.arrayContaining(mounts.map(({ name }) => name)));
    }
  },
);
