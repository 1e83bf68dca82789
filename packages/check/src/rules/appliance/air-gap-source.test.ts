import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { tryRule } from '../../try.ts';
import { airGapSource } from './air-gap-source.ts';

const applied = `
apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmRepository
metadata: { name: charts, namespace: shop }
spec: { url: 'https://git.example.com/charts' }
`;

test('reports a HelmRepository in the air-gapped variant but not in the online variant', () => {
  const airGap = { registry: 'oci://git.example.com/charts', online: '' };
  expect(tryRule(airGapSource, { applied, airGap }).map(printFinding)).toMatchInlineSnapshot(`
    [
      "error applied.yaml: HelmRepository shop/charts: spec.url: an air-gapped cluster cannot reach a HelmRepository, so Flux never installs its charts; use an OCIRepository with a url below oci://git.example.com/charts. [air-gap-source]",
    ]
  `);
  expect(tryRule(airGapSource, { applied })).toEqual([]);
});
