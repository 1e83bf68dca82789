import type { JsonObject, Manifest } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { releaseName, releaseNamespace, storageName, storageNamespace } from './name.ts';

const helmRelease = (spec: JsonObject, name = 'one'): Manifest => ({
  apiVersion: 'helm.toolkit.fluxcd.io/v2',
  kind: 'HelmRelease',
  metadata: { name, namespace: 'system' },
  spec,
});

test('the name is releaseName, else targetNamespace, a hyphen and the name of the HelmRelease', () => {
  expect(releaseName(helmRelease({ releaseName: 'x', targetNamespace: 'msp' }))).toBe('x');
  expect(releaseName(helmRelease({ targetNamespace: 'msp' }))).toBe('msp-one');
  expect(releaseName(helmRelease({}))).toBe('one');
});

test('a name of more than 53 characters is shortened to 40 characters and a hash', () => {
  expect(releaseName(helmRelease({}, 'a'.repeat(53)))).toBe('a'.repeat(53));
  expect(releaseName(helmRelease({}, 'a'.repeat(54)))).toMatch(/^a{40}-[0-9a-f]{12}$/);
  const name = releaseName(
    helmRelease({}, 'release-name-with-very-long-name-which-is-longer-than-53-characters'),
  );
  expect(name).toMatchInlineSnapshot(`"release-name-with-very-long-name-which-i-788ca0d0d7b0"`);
  expect(name).toHaveLength(53);
});

test('the namespace is targetNamespace, else the namespace of the HelmRelease', () => {
  expect(releaseNamespace(helmRelease({ targetNamespace: 'msp' }))).toBe('msp');
  expect(releaseNamespace(helmRelease({}))).toBe('system');
});

test('the Secret of a revision is in the namespace of the HelmRelease by default', () => {
  const object = helmRelease({ targetNamespace: 'msp' });
  expect(storageName(object, 3)).toBe('sh.helm.release.v1.msp-one.v3');
  expect(storageNamespace(object)).toBe('system');
  expect(storageNamespace(helmRelease({ storageNamespace: 'store' }))).toBe('store');
});
