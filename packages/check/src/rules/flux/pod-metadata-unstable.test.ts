import { expect, test } from 'vitest';
import { tryRule } from '../../try.ts';
import { podMetadataUnstable } from './pod-metadata-unstable.ts';

test.each([
  ['labels', 'example.com/revision', '7'],
  ['labels', 'release', '8bb7f4a6-32c4-4b6a-9f3e-0c9a8446c95d'],
  ['annotations', 'since', '1732474800'],
])('%s: %s: %s', (field, key, value) => {
  const pod = `
apiVersion: v1
kind: Pod
metadata: { name: web, ${field}: { ${key}: '${value}' } }
spec: { containers: [{ name: web }] }
`;
  expect(tryRule(podMetadataUnstable, pod)).toHaveLength(1);
});
