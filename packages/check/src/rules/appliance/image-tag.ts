import { stringAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';

export const imageTag: Rule = {
  id: 'image-tag',
  set: 'appliance',
  title: 'An image tag names one fixed version.',
  why: 'With a mutable tag such as latest, a restart may run another version, or fail without access to the Internet.',
  source: 'Kubernetes docs, Images, Image names',
  severity: 'error',
  scope: 'object',
  bad: pod('nginx:latest'),
  good: pod('nginx:1.29.3'),
  check: ({ pods }) =>
    pods.flatMap(({ object, containers }) =>
      containers.flatMap(({ name, fields, path }) => {
        const image = stringAt(fields, 'image') ?? '';
        const tag = tagOf(image);
        if (tag !== '' && !moving.has(tag)) return [];
        return [
          problem(
            object,
            [...path, 'image'],
            tag === ''
              ? `image "${image}" of container ${name} has no tag, so the tag latest applies and a restart may run another version`
              : `the image tag ${tag} of container ${name} is mutable, so a restart may run another version`,
            'set the tag to a version, for instance 1.2.3',
          ),
        ];
      }),
    ),
};

const moving = new Set(['latest', 'stable', 'edge', 'main', 'master', 'nightly']);

/** The tag of an image reference, without the digest; empty if there is none. */
const tagOf = (image: string): string =>
  /:([^:/@]+)$/.exec(image.replace(/@.*$/, ''))?.[1] ?? (image.includes('@') ? 'digest' : '');

function pod(image: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers: [{ name: web, image: '${image}' }]
`;
}
