import { expect, test } from 'vitest';
import { checkChart, checkProfile } from './check.ts';
import { inputOf } from './example.ts';
import { appliance } from './rules/appliance/index.ts';
import { flux } from './rules/flux/index.ts';
import { kubernetes } from './rules/kubernetes/index.ts';
import { singleNode } from './rules/single-node/index.ts';

test('checkChart runs no rule of the scope cluster', () => {
  const input = inputOf(`
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec: { replicas: 2 }
`);
  expect(checkChart(input, [singleNode()])).toEqual([]);
  expect(checkProfile(input, [singleNode()])).toMatchObject([
    { rule: 'replicas', severity: 'error' },
  ]);
});

const sets = [kubernetes(), flux(), singleNode(), appliance()];
const shapes = [null, 1, 'text', [], [1, null], {}];
const fields = ['env', 'envFrom', 'ports', 'volumeMounts', 'resources', 'securityContext'];
const kinds = ['Deployment', 'StatefulSet', 'Job', 'Service', 'ConfigMap', 'HelmRelease'];

const objectOf = (kind: string, rest: object): string =>
  JSON.stringify({ apiVersion: 'v1', kind, metadata: { name: 'web' }, ...rest });

test.each(kinds)('rules check a %s with unexpected fields without throwing', (kind) => {
  const templates = shapes.flatMap((shape) => [
    shape,
    { spec: shape },
    { spec: { containers: shape, volumes: shape, initContainers: shape } },
    ...fields.map((field) => ({ spec: { containers: [{ name: 'web', [field]: shape }] } })),
  ]);
  const objects = [
    ...shapes.flatMap((shape) => [{ spec: shape }, { data: shape }]),
    ...templates.map((template) => ({ spec: { template } })),
    ...shapes.map((shape) => ({
      spec: { selector: shape, ports: shape, values: shape, chart: shape, timeout: shape },
    })),
  ].map((rest) => objectOf(kind, rest));
  for (const text of objects) {
    for (const example of [{ objects: text }, { applied: text }]) {
      expect(() => checkProfile(inputOf(example), sets)).not.toThrow();
    }
  }
});
