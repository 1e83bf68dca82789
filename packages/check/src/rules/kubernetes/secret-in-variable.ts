import { problem, type Rule } from '../../rule.ts';
import { hasPassword, isSecret } from '../../secret-text.ts';

export const secretInVariable: Rule = {
  id: 'secret-in-variable',
  set: 'kubernetes',
  title: 'No environment variable has a secret in plain text.',
  why: 'Everyone who may read the pod, the release or the repository can read the secret.',
  source: 'Kubernetes docs, Good practices for Kubernetes Secrets',
  severity: 'error',
  scope: 'object',
  bad: pod('value: hunter22'),
  good: pod('valueFrom: { secretKeyRef: { name: db, key: password } }'),
  check: ({ pods }) =>
    pods.flatMap(({ object, containers }) =>
      containers.flatMap((container) =>
        container.variables
          .filter(({ name, value = '' }) => isSecret(name, value) || hasPassword(value))
          .map(({ name, value = '', path }) =>
            problem(
              object,
              [...path, 'value'],
              `variable ${name} of container ${container.name} has a ${hasPassword(value) ? 'password in its URL' : 'secret'} in plain text, which everyone who may read the pod can see`,
              'read it with valueFrom.secretKeyRef',
            ),
          ),
      ),
    ),
};

function pod(source: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - { name: web, image: nginx:1.29.3, env: [{ name: DB_PASSWORD, ${source} }] }
`;
}
