import {
  type Body,
  type Component,
  type ManifestTemplate,
  manifest,
  named,
  names,
  release,
  text,
} from '@helm-charts/types';

/** What the account of a chart may do. */
export interface Permissions {
  /** In the namespace of the release: a Role and its RoleBinding. */
  readonly rules?: Rules;
  /** In all namespaces, and with cluster-scoped objects: a ClusterRole and its ClusterRoleBinding. */
  readonly clusterRules?: Rules;
}

type Rules = NonNullable<Body<'Role'>['rules']>;

/**
 * Lets the account of the chart's pods call the API server. The pods that do so need the token of the account: `apiToken: true`.
 * The cluster-scoped objects have the namespace in their names, so that two releases of one name don't collide.
 *
 * @example
 * rbac(server, { rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'watch'] }] })
 */
export const rbac = (
  of: Component,
  { rules, clusterRules }: Permissions,
): readonly ManifestTemplate[] => {
  const whole = named(of, text`${release.namespace}-${of.name}`);
  const subjects = [
    { kind: 'ServiceAccount', name: names.fullname, namespace: release.namespace },
  ] as const;
  return [
    ...(rules === undefined
      ? []
      : [
          manifest('Role', of, { rules }),
          manifest('RoleBinding', of, { roleRef: roleRef('Role', of), subjects }),
        ]),
    ...(clusterRules === undefined
      ? []
      : [
          manifest('ClusterRole', whole, { rules: clusterRules }),
          manifest('ClusterRoleBinding', whole, {
            roleRef: roleRef('ClusterRole', whole),
            subjects,
          }),
        ]),
  ];
};

const roleRef = (kind: 'Role' | 'ClusterRole', { name }: Component) => ({
  apiGroup: 'rbac.authorization.k8s.io',
  kind,
  name,
});
