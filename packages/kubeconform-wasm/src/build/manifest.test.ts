import { expect, test } from 'vitest';
import { manifestOfNow } from './manifest.ts';

test('the manifest names every kind', async () => {
  const { inputs, kinds } = await manifestOfNow();
  expect(inputs).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(kinds).toContain('apps/v1 Deployment');
  expect(kinds).toContain('v1 Secret');
  expect(kinds).toContain('helm.toolkit.fluxcd.io/v2 HelmRelease');
});
