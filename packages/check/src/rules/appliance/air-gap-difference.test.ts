import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { tryRule } from '../../try.ts';
import { airGapDifference } from './air-gap-difference.ts';

const configMap = (name: string, labels = '{ app: web }') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, labels: ${labels} }\n`;

const registry = 'oci://git.example.com/charts';

test('reports an object of one variant only', () => {
  const airGap = { registry, online: configMap('online') };
  expect(
    tryRule(airGapDifference, { objects: configMap('offline'), airGap }).map(printFinding),
  ).toMatchInlineSnapshot(`
    [
      "error objects.yaml: ConfigMap offline: the object is missing in the online variant of the profile; give the release the same values in both variants. [air-gap-difference]",
      "error objects.yaml: ConfigMap online: the object is missing in the air-gapped variant of the profile; give the release the same values in both variants. [air-gap-difference]",
    ]
  `);
});

test('ignores digests of charts and releases with a replaced chart', () => {
  const airGap = { registry, online: configMap('web', '{ helm.sh/chart: web-1.0.0 }') };
  const objects = configMap('web', '{ helm.sh/chart: web-1.0.0_0cc9a8446c95 }');
  expect(tryRule(airGapDifference, { objects, airGap })).toEqual([]);
  const replaced = { ...airGap, replaced: ['example'] };
  expect(tryRule(airGapDifference, { objects: configMap('other'), airGap: replaced })).toEqual([]);
});
