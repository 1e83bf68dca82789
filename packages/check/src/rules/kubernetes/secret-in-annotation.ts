import { problem, type Rule } from '../../rule.ts';
import { isSecret } from '../../secret-text.ts';

export const secretInAnnotation: Rule = {
  id: 'secret-in-annotation',
  set: 'kubernetes',
  title: 'No annotation of a pod contains a secret.',
  why: 'Everyone who may read the pod can read the secret.',
  source: 'Kubernetes docs, Good practices for Kubernetes Secrets',
  severity: 'error',
  scope: 'object',
  bad: deployment('example.com/redis-password: hunter22'),
  good: deployment('example.com/redis-secret-name: redis'),
  check: ({ pods }) =>
    pods.flatMap(({ object, annotations, path }) =>
      Object.entries(annotations)
        .filter(([key]) => !key.startsWith('checksum/'))
        .filter(([key, value]) => isSecret(key.replace(/.*\//, ''), String(value)))
        .map(([key]) =>
          problem(
            object,
            [...path, 'metadata', 'annotations', key],
            'the annotation contains a secret in plain text, which everyone who may read the pod can see',
            'move the value to a Secret',
          ),
        ),
    ),
};

function deployment(annotation: string): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  template:
    metadata: { annotations: { ${annotation} } }
    spec: { containers: [{ name: web, image: nginx:1.29.3 }] }
`;
}
