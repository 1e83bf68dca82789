import { defaultTarget, listAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';

export const roleResource: Rule = {
  id: 'role-resource',
  set: 'kubernetes',
  title: 'A rule of a Role names resources in the plural.',
  why: 'The API server compares the name of the resource in the URL, so a rule with the name of a kind grants nothing.',
  source: 'Kubernetes docs, Using RBAC Authorization, Referring to resources',
  severity: 'warning',
  scope: 'object',
  bad: role('configmap'),
  good: role('configmaps'),
  check: ({ ofKind }) =>
    ofKind('Role', 'ClusterRole').flatMap((object) =>
      listAt(object.manifest, 'rules').flatMap((rule, index) => {
        const groups = listAt(rule, 'apiGroups');
        return listAt(rule, 'resources').flatMap((resource, at) => {
          const [name = '', ...rest] = typeof resource === 'string' ? resource.split('/') : [];
          const group = groups.find((one) => kinds.has(`${String(one)}/${name.toLowerCase()}`));
          const plural = pluralOf(name.toLowerCase());
          return group === undefined || name === plural
            ? []
            : [
                problem(
                  object,
                  ['rules', index, 'resources', at],
                  `there is no resource ${name}, so the rule does not grant access to it`,
                  `write ${[plural, ...rest].join('/')}`,
                ),
              ];
        });
      }),
    ),
};

/** `apps/deployment`, for the kinds of Kubernetes itself. */
const kinds: ReadonlySet<string> = new Set(
  defaultTarget.kubernetes.apis.flatMap((api) => {
    const [, group = '', kind] = /^(?:(.+)\/)?v\w+\/(\w+)$/.exec(api) ?? [];
    return kind === undefined ? [] : [`${group}/${kind.toLowerCase()}`];
  }),
);

const pluralOf = (kind: string): string => {
  if (kind === 'endpoints') return kind;
  if (/[^aeiou]y$/.test(kind)) return kind.replace(/y$/, 'ies');
  return /(s|x|ch)$/.test(kind) ? `${kind}es` : `${kind}s`;
};

function role(resource: string): string {
  return `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: web }
rules: [{ apiGroups: [""], resources: [${resource}], verbs: [get] }]
`;
}
