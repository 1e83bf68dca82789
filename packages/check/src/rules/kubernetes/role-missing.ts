import { type ClusterObject, namespaceOf, stringAt } from '@helm-charts/kubernetes';
import type { Context } from '../../context.ts';
import { missingTarget } from '../../known/missing.ts';
import type { Problem, Rule } from '../../rule.ts';

export const roleMissing: Rule = {
  id: 'role-missing',
  set: 'kubernetes',
  title: 'The Role or ClusterRole of a binding exists.',
  why: 'A binding to a missing role grants nothing, so requests of the program are forbidden.',
  source: 'Kubernetes docs, Using RBAC Authorization',
  severity: 'error',
  scope: 'release',
  bad: example('raeder'),
  good: example('reader'),
  check: (context) =>
    context
      .ofKind('RoleBinding', 'ClusterRoleBinding')
      .flatMap((object) => ofBinding(object, context)),
};

const ofBinding = (object: ClusterObject, context: Context): readonly Problem[] => {
  const [kind, name] = [
    stringAt(object.manifest, 'roleRef', 'kind'),
    stringAt(object.manifest, 'roleRef', 'name'),
  ];
  if (name === undefined || (kind !== 'Role' && kind !== 'ClusterRole')) return [];
  const isRole = kind === 'Role';
  return missingTarget(context, {
    object,
    target: {
      kind,
      group: 'rbac.authorization.k8s.io',
      namespace: isRole ? namespaceOf(object.manifest) : '',
      name,
      path: ['roleRef', 'name'],
    },
    tie: isRole ? 'own' : 'shared',
    effect: 'so the binding grants nothing',
  });
};

function example(name: string): string {
  return `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: reader, namespace: shop }
rules: [{ apiGroups: [''], resources: [pods], verbs: [get] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: reader, namespace: shop }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: ${name} }
subjects: [{ kind: ServiceAccount, name: default, namespace: shop }]
`;
}
