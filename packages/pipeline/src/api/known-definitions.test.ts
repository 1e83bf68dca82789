import { defaultTarget, targetOf } from '@helm-charts/kubernetes';
import type { Manifest } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { knownDefinitions } from './known-definitions.ts';

const manifest = (apiVersion: string, kind: string): Manifest => ({
  apiVersion,
  kind,
  metadata: { name: 'a' },
});

test('the definition of a kind is that of the target, if it serves the version', () => {
  const flux210 = targetOf({ flux: '2.10' }).value ?? defaultTarget;
  const [find, later] = [knownDefinitions(defaultTarget), knownDefinitions(flux210)];
  const release = manifest('helm.toolkit.fluxcd.io/v2', 'HelmRelease');
  expect(find(release)?.name).toBe('helmreleases.helm.toolkit.fluxcd.io');
  expect(find(release)?.text).not.toBe(later(release)?.text);
  const alert = manifest('notification.toolkit.fluxcd.io/v1', 'Alert');
  expect([find(alert), later(alert)?.name]).toEqual([
    undefined,
    'alerts.notification.toolkit.fluxcd.io',
  ]);
  expect(find(manifest('external-secrets.io/v1beta1', 'ExternalSecret'))).toBeDefined();
  expect(find(manifest('apps/v1', 'Deployment'))).toBeUndefined();
  expect(find(manifest('example.com/v1', 'Feed'))).toBeUndefined();
});
