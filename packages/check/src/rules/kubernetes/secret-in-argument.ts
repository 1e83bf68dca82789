import { stringsAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';
import { secretsIn } from '../../secret-text.ts';

export const secretInArgument: Rule = {
  id: 'secret-in-argument',
  set: 'kubernetes',
  title: 'No command and no argument contains a secret.',
  why: 'Everyone who may read the pod can read the secret, and so can every process on the node.',
  source: 'Kubernetes docs, Good practices for Kubernetes Secrets',
  severity: 'error',
  scope: 'object',
  bad: pod('--db-password=hunter22'),
  good: pod('--db-password-file=/run/secrets/db/password'),
  check: ({ pods }) =>
    pods.flatMap(({ object, containers }) =>
      containers.flatMap(({ name, fields, path }) =>
        ['command', 'args'].flatMap((field) =>
          secretsIn(stringsAt(fields, field).join('\n')).map((what) =>
            problem(
              object,
              [...path, field],
              `container ${name} has a secret (${what}) in its ${field}, which everyone who may read the pod or list processes on the node can see`,
              'read it from a Secret, as a file or with valueFrom.secretKeyRef',
            ),
          ),
        ),
      ),
    ),
};

function pod(argument: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec: { containers: [{ name: web, image: nginx:1.29.3, args: ['${argument}'] }] }
`;
}
