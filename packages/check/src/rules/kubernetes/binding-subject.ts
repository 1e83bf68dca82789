import { type ClusterObject, namespaceOf, objectsAt, stringAt } from '@helm-charts/kubernetes';
import { missingTarget } from '../../known/missing.ts';
import type { Target } from '../../known/target.ts';
import type { Problem, Rule } from '../../rule.ts';

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
    context.ofKind('RoleBinding', 'ClusterRoleBinding').flatMap((object) => {
      const targets = accountsOf(object);
      const found = targets.flatMap((target) =>
        missingTarget(context, {
          object,
          target,
          tie: 'shared',
          effect: 'so the binding grants it nothing',
        }),
      );
      // A binding that lists several accounts, or that a chart makes for an account of its user, is often for some that may be missing.
      const isDoubtful =
        found.length < targets.length || (context.kind === 'tree' && object.release !== undefined);
      return isDoubtful ? found.map((one): Problem => ({ ...one, severity: 'warning' })) : found;
    }),
};

const accountsOf = (object: ClusterObject): readonly Target[] =>
  objectsAt(object.manifest, 'subjects').flatMap((subject, index): Target[] => {
    const name = stringAt(subject, 'name');
    const namespace = stringAt(subject, 'namespace') || namespaceOf(object.manifest);
    if (subject.kind !== 'ServiceAccount' || !name || namespace === '') return [];
    const path = ['subjects', index, 'name'];
    return [{ kind: 'ServiceAccount', group: '', namespace, name, path }];
  });

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
