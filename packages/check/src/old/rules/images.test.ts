import { expect, test } from 'vitest';
import { expecting, findings, good, inputOf, set } from '../testing/cluster.ts';
import { digest } from '../testing/parts.ts';

const images = inputOf(good)
  .cluster.pods.flatMap(({ containers }) => containers)
  .map(({ fields }) => String(fields.image));

test('R14 an image without a tag', () => {
  expect(
    findings('R14', set('Deployment msp/web', 'spec.template.spec.containers.0.image', 'busybox')),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/web: container web: its image "busybox" has no tag, so it is whatever is newest; name the version (charts/core/templates/deployment.yaml). [R14]",
      "warning Deployment msp/web: container web: its image "busybox" has no digest, so the same tag may be another image; give the digest of the release (charts/core/templates/deployment.yaml). [R14]",
    ]
  `);
});

test('R14 an image with a tag that moves', () => {
  expect(
    findings(
      'R14',
      set(
        'Deployment msp/web',
        'spec.template.spec.containers.0.image',
        `example.com:5000/web:latest@${digest}`,
      ),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/web: container web: the tag of its image "example.com:5000/web:latest@sha256:0000000000000000000000000000000000000000000000000000000000000000" moves, so a node that starts without Internet may not start it; name the version (charts/core/templates/deployment.yaml). [R14]",
    ]
  `);
});

test('R14 an image without a digest is a warning as long as no release lists its images', () => {
  expect(
    findings(
      'R14',
      set('Deployment msp/web', 'spec.template.spec.containers.0.image', 'example.com/web:1.2.3'),
    ),
  ).toMatchInlineSnapshot(`
    [
      "warning Deployment msp/web: container web: its image "example.com/web:1.2.3" has no digest, so the same tag may be another image; give the digest of the release (charts/core/templates/deployment.yaml). [R14]",
    ]
  `);
});

test('R14 an image that the release does not list', () => {
  expect(
    findings(
      'R14',
      expecting({ images: [...new Set(images)].filter((image) => !image.includes('gate')) }),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/web: container gate: its image "example.com/gate:1.2.3@sha256:0000000000000000000000000000000000000000000000000000000000000000" is not among the images of the release, so a site without Internet does not have it; use one of them, with its digest (charts/core/templates/deployment.yaml). [R14]",
    ]
  `);
});

test('R15 an image that is pulled each time', () => {
  expect(
    findings(
      'R15',
      set('Deployment msp/web', 'spec.template.spec.containers.0.imagePullPolicy', 'Always'),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/web: container web: its imagePullPolicy is Always, so a node without Internet may not start it; set IfNotPresent (charts/core/templates/deployment.yaml). [R15]",
    ]
  `);
});

test('R15 an image whose pull policy is not said', () => {
  expect(
    findings(
      'R15',
      set('Deployment msp/web', 'spec.template.spec.initContainers.0.imagePullPolicy', undefined),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/web: container gate: its imagePullPolicy is not said, so a node without Internet may not start it; set IfNotPresent (charts/core/templates/deployment.yaml). [R15]",
    ]
  `);
});
