import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { tryRule } from '../../try.ts';
import { releaseTimeout } from './release-timeout.ts';

test('reports a timeout that is too long or is not a duration', () => {
  const release = (timeout: string) => `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: shop }
spec: { timeout: ${timeout} }
`;
  const applied = ['2h', 'soon'].map(release).join('---');
  expect(tryRule(releaseTimeout, { applied }).map(printFinding)).toMatchInlineSnapshot(`
    [
      "error applied.yaml: HelmRelease shop/web: spec.timeout: 2h is so long that Flux reports a failure too late; set 5m to 60m. [release-timeout]",
      "error applied.yaml: HelmRelease shop/web: spec.timeout: "soon" is not a duration; set 5m to 60m. [release-timeout]",
    ]
  `);
});
