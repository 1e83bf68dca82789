import { stringAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';

export const imageTag: Rule = {
  id: 'image-tag',
  set: 'appliance',
  title: 'An image has the tag of one version.',
  why: 'With a tag that moves, a restart may run another version, or find none without the Internet.',
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
              ? `image "${image}" of container ${name} has no tag, so the newest one runs`
              : `the tag ${tag} of container ${name} moves, so a restart may run another version`,
            'set the tag of a version, for instance 1.2.3',
          ),
        ];
      }),
    ),
};

const moving = new Set(['latest', 'stable', 'edge', 'main', 'master', 'nightly']);

/** The tag of an image, without its digest; empty where there is none. */
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
