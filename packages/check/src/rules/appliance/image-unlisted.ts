import type { Rule } from '../../rule.ts';
import { eachImage } from './images.ts';
import type { ApplianceOptions } from './options.ts';

export const imageUnlisted: Rule<ApplianceOptions> = {
  id: 'image-unlisted',
  set: 'appliance',
  title: 'An image is in the list of the option `images`, if that option is set.',
  why: 'The registry of an air-gapped cluster has only these images.',
  source: 'Kubernetes docs, Images, Pre-pulled images',
  severity: 'error',
  scope: 'cluster',
  bad: { objects: pod('nginx:1.29.2'), options: { images: ['nginx:1.29.3'] } },
  good: { objects: pod('nginx:1.29.3'), options: { images: ['nginx:1.29.3'] } },
  check: ({ pods }, { images }) =>
    images === undefined
      ? []
      : eachImage(
          pods,
          (image) => !images.includes(image),
          (image, container) =>
            `image "${image}" of container ${container} is not in the option images, so an air-gapped cluster cannot pull it`,
          'use an image of the list, with its digest, or add it to the option images of the rule set appliance',
        ),
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
