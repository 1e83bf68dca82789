import { expect, test } from 'vitest';
import { tryRule } from '../../try.ts';
import { fluxIneffectiveOption } from './flux-ineffective-option.ts';

test('reports options of each action', () => {
  const applied = `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: shop }
spec:
  install: { disableHooks: true, skipCRDs: true }
  upgrade: { disableHooks: true, preserveValues: true, force: false }
  rollback: { force: true, recreate: true }
`;
  const findings = tryRule(fluxIneffectiveOption, { applied });
  expect(findings.map(({ pointer }) => pointer)).toEqual([
    '/spec/install/disableHooks',
    '/spec/install/skipCRDs',
    '/spec/upgrade/disableHooks',
    '/spec/upgrade/preserveValues',
    '/spec/rollback/force',
    '/spec/rollback/recreate',
  ]);
});
