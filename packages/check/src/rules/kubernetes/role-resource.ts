import { type ClusterObject, defaultTarget, listAt } from '@helm-charts/kubernetes';
import { groupBy } from '@helm-charts/types';
import { type Problem, problem, type Rule } from '../../rule.ts';

export const roleResource: Rule = {
  id: 'role-resource',
  set: 'kubernetes',
  title: 'A rule of a Role names resources in the plural, and the API group that has them.',
  why: 'The API server compares the group and the name of the resource in the URL, so a rule with the name of a kind, or with another group, grants nothing.',
  source: 'Kubernetes docs, Using RBAC Authorization, Referring to resources',
  severity: 'warning',
  scope: 'object',
  bad: role(`
  - { apiGroups: [""], resources: [configmap], verbs: [get] }
  - { apiGroups: [""], resources: [deployments], verbs: ["*"] }`),
  good: role(`
  - { apiGroups: [""], resources: [configmaps], verbs: [get] }
  - { apiGroups: [apps], resources: [deployments], verbs: ["*"] }`),
  check: ({ ofKind }) =>
    ofKind('Role', 'ClusterRole').flatMap((object) => {
      const rules = listAt(object.manifest, 'rules');
      return rules.flatMap((rule, index) => [
        ...singular(object, rule, index),
        ...misplaced(object, rules, index),
      ]);
    }),
};

/** The resources of a rule that have the name of a kind of its groups. */
const singular = (object: ClusterObject, rule: unknown, index: number): readonly Problem[] => {
  const groups = listAt(rule, 'apiGroups');
  return listAt(rule, 'resources').flatMap((resource, at) => {
    const [name = '', ...rest] = typeof resource === 'string' ? resource.split('/') : [];
    const group = groups.find((one) => kinds.has(`${String(one)}/${name.toLowerCase()}`));
    const plural = pluralOf(name.toLowerCase());
    if (group === undefined || name === plural) return [];
    return problem(
      object,
      ['rules', index, 'resources', at],
      `there is no resource ${name}, so the rule does not grant access to it`,
      `write ${[plural, ...rest].join('/')}`,
    );
  });
};

/**
 * The resources of a rule that none of its groups has, unless another rule names them with their group. Only Kubernetes itself
 * adds resources to its groups, so a rule with a group of others is left out.
 */
const misplaced = (
  object: ClusterObject,
  rules: readonly unknown[],
  index: number,
): readonly Problem[] => {
  const named = listAt(rules[index], 'apiGroups').map(String);
  if (named.length === 0 || !named.every((group) => groups.has(group))) return [];
  return listAt(rules[index], 'resources').flatMap((resource) => {
    const name = String(resource).split('/')[0] ?? '';
    const owners = resources.get(name) ?? [];
    const isNamed = (rule: unknown): boolean =>
      listAt(rule, 'resources').some((one) => one === resource || one === '*') &&
      listAt(rule, 'apiGroups').some((group) => group === '*' || owners.includes(String(group)));
    if (owners.length === 0 || rules.some(isNamed)) return [];
    return problem(
      object,
      ['rules', index, 'apiGroups'],
      `the resource ${name} is in ${inWords(owners)}, and the rule names ${inWords(named)}, so it does not grant access to it`,
      `write a rule with apiGroups: ["${owners[0]}"]`,
    );
  });
};

const inWords = (all: readonly string[]): string => {
  const names = all.map((group) => group || '"" (core)').join(' and ');
  return `the API group${all.length > 1 ? 's' : ''} ${names}`;
};

interface Kind {
  readonly group: string;
  /** In lower case. */
  readonly kind: string;
}

/** The kinds of Kubernetes itself. */
const all: readonly Kind[] = defaultTarget.kubernetes.apis.flatMap((api) => {
  const [, group = '', kind] = /^(?:(.+)\/)?v\w+\/(\w+)$/.exec(api) ?? [];
  return kind === undefined ? [] : [{ group, kind: kind.toLowerCase() }];
});

/** `apps/deployment`. */
const kinds: ReadonlySet<string> = new Set(all.map(({ group, kind }) => `${group}/${kind}`));

const groups: ReadonlySet<string> = new Set(all.map(({ group }) => group));

const pluralOf = (kind: string): string => {
  if (kind === 'endpoints') return kind;
  if (/[^aeiou]y$/.test(kind)) return kind.replace(/y$/, 'ies');
  return /(s|x|ch)$/.test(kind) ? `${kind}es` : `${kind}s`;
};

/** The groups of each resource, by its name. */
const resources: ReadonlyMap<string, readonly string[]> = new Map(
  [...groupBy(all, ({ kind }) => pluralOf(kind))].map(([name, of]) => [
    name,
    [...new Set(of.map(({ group }) => group))],
  ]),
);

function role(rules: string): string {
  return `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: web }
rules:${rules}
`;
}
