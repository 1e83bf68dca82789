import { expect, test } from 'vitest';
import { findings, set } from '../testing/cluster.ts';

test('F1 an API that is gone', () => {
  expect(
    findings(
      'F1',
      set('HelmRelease releases/core', 'apiVersion', 'helm.toolkit.fluxcd.io/v2beta2'),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error HelmRelease releases/core: apiVersion: helm.toolkit.fluxcd.io/v2beta2 is not generally available in Flux 2.9; write helm.toolkit.fluxcd.io/v2. [F1]",
    ]
  `);
});
