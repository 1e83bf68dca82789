import { type ClusterObject, objectsAt, stringAt } from '@helm-charts/kubernetes';
import { type Problem, problem, type Rule } from '../../rule.ts';

export const bindingClusterAdmin: Rule = {
  id: 'binding-cluster-admin',
  set: 'kubernetes',
  title: 'No binding grants cluster-admin.',
  why: 'Whoever takes over the pod controls the whole cluster, with every Secret in it.',
  source: 'Kubernetes docs, Role Based Access Control Good Practices',
  severity: 'error',
  scope: 'object',
  isAdvice: true,
  bad: example('cluster-admin'),
  good: example('view'),
  check: ({ ofKind, isForeign }) =>
    ofKind('ClusterRoleBinding', 'RoleBinding')
      .filter((object) => !isForeign(object))
      .flatMap((object): Problem[] => {
        const subjects = objectsAt(object.manifest, 'subjects');
        return stringAt(object.manifest, 'roleRef', 'name') === 'cluster-admin' &&
          subjects.length > 0
          ? [problem(object, ['roleRef', 'name'], message(object, subjects), remedy)]
          : [];
      }),
};

const message = (
  { manifest }: ClusterObject,
  [subject]: readonly { readonly [field: string]: unknown }[],
): string =>
  `it makes ${String(subject?.kind)} ${String(subject?.name)} the administrator of ${manifest.kind === 'RoleBinding' ? 'the namespace' : 'the cluster'}, so whoever takes over that pod can read every Secret`;

const remedy = 'bind a Role or ClusterRole with only the permissions that the program uses';

function example(role: string): string {
  return `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: web }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ${role} }
subjects: [{ kind: ServiceAccount, name: web, namespace: shop }]
`;
}
