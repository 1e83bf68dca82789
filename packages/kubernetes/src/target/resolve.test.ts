import { expect, test } from 'vitest';
import { defaultTarget, printTarget, readTarget, schemasOf, targetOf } from './resolve.ts';

test('a target has the schemas of its versions, and those of every cluster', () => {
  const target = targetOf({ kubernetes: '1.37', flux: 'v2.10.1' }).value ?? defaultTarget;
  expect(printTarget(target)).toBe('Kubernetes 1.37.2 and Flux 2.10');
  expect(schemasOf(target).slice(0, 3)).toEqual(['kubernetes-1.37', 'flux-2.10', 'cert-manager']);
  expect(target.kubernetes.apis).toContain('certificates.k8s.io/v1/ClusterTrustBundle');
});

test('a version that is not named is the default one; charts see the patch version that is', () => {
  expect(targetOf({}).value).toEqual(defaultTarget);
  const { kubernetes, flux } = targetOf({ kubernetes: 'v1.37.0' }).value ?? defaultTarget;
  expect(kubernetes).toMatchObject({ name: '1.37', version: '1.37.0' });
  expect(flux.name).toBe('2.9');
});

test('says every version without schemas, and what there is', () => {
  const { value, findings } = targetOf({ kubernetes: '1.12', flux: 'next' });
  expect(value).toBeUndefined();
  expect(findings.map(({ message, fix }) => `${message}; ${fix}`)).toEqual([
    'there are no schemas of Kubernetes 1.12; use 1.36 or 1.37',
    'there are no schemas of Flux next; use 2.9 or 2.10',
  ]);
});

test.each([
  ['kubernetes=1.37,flux=2.10', { kubernetes: '1.37', flux: '2.10' }],
  ['flux=2.9', { flux: '2.9' }],
  ['kubernetes=1.36, flux=2.9', { kubernetes: '1.36', flux: '2.9' }],
  ['1.37', undefined],
  ['helm=4', undefined],
  ['kubernetes', undefined],
  ['', undefined],
])('%j', (text, versions) => {
  expect(readTarget(text).value).toEqual(versions);
});
