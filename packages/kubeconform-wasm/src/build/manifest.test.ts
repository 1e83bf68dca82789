import { expect, test } from 'vitest';
import { manifestOfNow } from './manifest.ts';

test('the manifest names every kind', async () => {
  const { inputs, kinds } = await manifestOfNow();
  expect(inputs).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(kinds['kubernetes-1.36']).toContain('apps/v1 Deployment');
  expect(kinds['kubernetes-1.37']).toContain('v1 Secret');
  expect(kinds['flux-2.9']).toContain('helm.toolkit.fluxcd.io/v2 HelmRelease');
  expect(kinds['cert-manager']).toContain('cert-manager.io/v1 Certificate');
});
