import type { Rule } from '../../rule.ts';
import { eachImage } from './images.ts';
import type { ApplianceOptions } from './options.ts';

export const imageDigest: Rule<ApplianceOptions> = {
  id: 'image-digest',
  set: 'appliance',
  title: 'An image reference has a digest.',
  why: 'A tag can later point to another image. With the option `images`, the rule image-unlisted replaces this one.',
  source: 'OCI distribution-spec spec.md, Pulling manifests',
  severity: 'warning',
  scope: 'cluster',
  bad: pod('nginx:1.29.3'),
  good: pod(`nginx:1.29.3@sha256:${'0'.repeat(64)}`),
  check: ({ pods }, { images }) =>
    images === undefined
      ? eachImage(
          pods,
          (image) => !/@sha256:[0-9a-f]{64}$/.test(image),
          (image, container) =>
            `image "${image}" of container ${container} has no digest, so its tag may later point to another image`,
          'append the digest, for instance @sha256:…',
        )
      : [],
};

function pod(image: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers: [{ name: web, image: '${image}' }]
`;
}
