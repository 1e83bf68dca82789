import { objectsAt, stringAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';

export const bindingEveryone: Rule = {
  id: 'binding-everyone',
  set: 'kubernetes',
  title: 'No binding grants a role that can change or read everything to everyone.',
  why: 'Each pod of the cluster, or anybody who reaches the API server, then has the permissions of the role.',
  source: 'Kubernetes docs, Role Based Access Control Good Practices',
  severity: 'error',
  scope: 'object',
  bad: example('system:authenticated'),
  good: example('shop:operators'),
  check: ({ ofKind }) =>
    ofKind('ClusterRoleBinding', 'RoleBinding').flatMap((object) =>
      /^(cluster-admin|admin|edit)$/.test(stringAt(object.manifest, 'roleRef', 'name') ?? '')
        ? objectsAt(object.manifest, 'subjects').flatMap(({ name }, index) =>
            typeof name === 'string' && everyone.has(name)
              ? [
                  problem(
                    object,
                    ['subjects', index, 'name'],
                    `${name} contains ${everyone.get(name)}, which then can change everything that the role allows`,
                    'bind the role to one ServiceAccount, or to a group of people',
                  ),
                ]
              : [],
          )
        : [],
    ),
};

const everyone: ReadonlyMap<string, string> = new Map([
  ['system:anonymous', 'everybody who reaches the API server'],
  ['system:unauthenticated', 'everybody who reaches the API server'],
  ['system:authenticated', 'every user and every pod'],
  ['system:serviceaccounts', 'every pod of the cluster'],
]);

function example(group: string): string {
  return `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: operators }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit }
subjects: [{ apiGroup: rbac.authorization.k8s.io, kind: Group, name: '${group}' }]
`;
}
