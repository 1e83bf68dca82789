import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { tryRule } from '../../try.ts';
import { imageTag } from './image-tag.ts';

const digest = `sha256:${'0'.repeat(64)}`;

const findings = (image: string) =>
  tryRule(
    imageTag,
    `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers: [{ name: web, image: '${image}' }]
`,
  ).map(printFinding);

test('reports an image without a tag', () => {
  expect(findings('busybox')).toMatchInlineSnapshot(`
    [
      "error objects.yaml: Pod web: spec.containers[0].image: image "busybox" of container web has no tag, so the tag latest applies and a restart may run another version; set the tag to a version, for instance 1.2.3. [image-tag]",
    ]
  `);
});

test('reports a mutable tag, also with a registry port or a digest', () => {
  expect(findings(`example.com:5000/web:latest@${digest}`)).toMatchInlineSnapshot(`
    [
      "error objects.yaml: Pod web: spec.containers[0].image: the image tag latest of container web is mutable, so a restart may run another version; set the tag to a version, for instance 1.2.3. [image-tag]",
    ]
  `);
});

test('allows an image with a digest and no tag', () => {
  expect(findings(`example.com:5000/web@${digest}`)).toEqual([]);
});
