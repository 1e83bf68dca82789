import { namespaceOf, objectsAt, stringAt } from '@helm-charts/kubernetes';
import { missingTarget } from '../../known/missing.ts';
import type { Rule } from '../../rule.ts';

export const bindingSubject: Rule = {
  id: 'binding-subject',
  set: 'kubernetes',
  title: 'The ServiceAccounts of a binding exist.',
  why: 'The binding grants nothing to the pods that were meant, so their requests are forbidden.',
  source: 'Kubernetes docs, Using RBAC Authorization',
  severity: 'error',
  scope: 'release',
  bad: example('wbe'),
  good: example('web'),
  check: (context) =>
    context.ofKind('RoleBinding', 'ClusterRoleBinding').flatMap((object) =>
      objectsAt(object.manifest, 'subjects').flatMap((subject, index) => {
        const name = stringAt(subject, 'name');
        const namespace = stringAt(subject, 'namespace') || namespaceOf(object.manifest);
        if (subject.kind !== 'ServiceAccount' || !name || namespace === '') return [];
        const path = ['subjects', index, 'name'];
        return missingTarget(context, {
          object,
          target: { kind: 'ServiceAccount', group: '', namespace, name, path },
          tie: 'shared',
          effect: 'so the binding grants it nothing',
        });
      }),
    ),
};

function example(name: string): string {
  return `
apiVersion: v1
kind: ServiceAccount
metadata: { name: web, namespace: shop }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: web, namespace: shop }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
subjects: [{ kind: ServiceAccount, name: ${name}, namespace: shop }]
`;
}
