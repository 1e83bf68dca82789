import { expect, test } from 'vitest';
import { apisOf } from './apis.ts';
import { kubernetesVersions } from './versions.ts';

test('there is a list for each version that Flux supports, with or without schemas', () => {
  for (const version of ['1.34.0', 'v1.35.2-gke.100', '1.36.3', '1.37.2']) {
    expect(apisOf(version)).toContain('resource.k8s.io/v1/ResourceClaim');
    expect(apisOf(version)?.filter((api) => /\/v\d+(alpha|beta)/.test(api))).toEqual([]);
  }
  expect(apisOf('2.0.0')).toBeUndefined();
});

test('versions with schemas have one list only', () => {
  for (const { version, apis } of kubernetesVersions) expect(apisOf(version)).toBe(apis);
});
