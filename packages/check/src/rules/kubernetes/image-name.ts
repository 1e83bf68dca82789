import { problem, type Rule } from '../../rule.ts';

export const imageName: Rule = {
  id: 'image-name',
  set: 'kubernetes',
  title: 'The image of each container has a name that container runtimes can read.',
  why: 'The API server accepts any text, and the kubelet does not start a container with another name (InvalidImageName).',
  source: 'Kubernetes pkg/util/parsers/parsers.go; distribution/reference, reference.go',
  severity: 'error',
  scope: 'object',
  bad: pod('registry.example.org/Web:1.2'),
  good: pod('registry.example.org/web:1.2'),
  check: ({ pods }) =>
    pods.flatMap(({ object, containers }) =>
      containers.flatMap(({ name, fields, path }) =>
        typeof fields.image !== 'string' || fields.image === '' || reference.test(fields.image)
          ? []
          : [
              problem(
                object,
                [...path, 'image'],
                `container ${name} has the image "${fields.image}", which is no name of an image, so it does not start`,
                'write a repository in lower case, and a tag or a digest without spaces',
              ),
            ],
      ),
    ),
};

const label = '[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?';
const host = `(?:${label}(?:\\.${label})*|\\[[a-fA-F0-9:]+\\])(?::\\d+)?`;
const part = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const digest = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}';
const reference = new RegExp(
  `^(?:${host}/)?${part}(?:/${part})*(?::\\w[\\w.-]{0,127})?(?:@${digest})?$`,
);

function pod(image: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec: { containers: [{ name: web, image: "${image}" }] }
`;
}
