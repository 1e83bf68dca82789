import { objectsAt, stringAt } from '@helm-charts/kubernetes';
import type { Context } from '../../context.ts';
import { problem, type Rule } from '../../rule.ts';

export const serviceAccountToken: Rule = {
  id: 'service-account-token',
  set: 'appliance',
  title: 'A pod mounts a service-account token only if a role is bound to its ServiceAccount.',
  why: 'An unused token is a secret that an attacker can steal.',
  source: 'Kubernetes docs, Configure Service Accounts for Pods',
  severity: 'error',
  scope: 'object',
  bad: `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers: [{ name: web, image: nginx:1.29.3 }]
`,
  good: `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  automountServiceAccountToken: false
  containers: [{ name: web, image: nginx:1.29.3 }]
`,
  check: (context) =>
    context.pods
      .filter(
        ({ spec, namespace }) =>
          spec.automountServiceAccountToken !== false &&
          !hasRole(context, namespace, stringAt(spec, 'serviceAccountName') ?? 'default'),
      )
      .map(({ object, path }) =>
        problem(
          object,
          [...path, 'spec', 'automountServiceAccountToken'],
          'the pod mounts a token for the API server although no role is bound to its ServiceAccount, and an attacker can steal it',
          'set automountServiceAccountToken: false',
        ),
      ),
};

const hasRole = ({ ofKind }: Context, namespace: string, account: string): boolean =>
  ofKind('RoleBinding', 'ClusterRoleBinding').some(({ manifest }) =>
    objectsAt(manifest, 'subjects').some(
      (subject) =>
        subject.kind === 'ServiceAccount' &&
        subject.name === account &&
        (stringAt(subject, 'namespace') ?? manifest.metadata.namespace) === namespace,
    ),
  );
