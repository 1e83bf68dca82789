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

/** Permissions of the ServiceAccount of a chart. */
export interface Permissions {
  /** In the namespace of the release: a Role and its RoleBinding. */
  readonly rules?: Rules;
  /** In all namespaces, and with cluster-scoped objects: a ClusterRole and its ClusterRoleBinding. */
  readonly clusterRules?: Rules;
}

type Rules = NonNullable<Body<'Role'>['rules']>;

/**
 * Grants permissions to the ServiceAccount of the chart. Pods that call the API server also need its token: `apiToken: true`.
 * The names of cluster-scoped objects contain the namespace, so that two releases with the same name don't collide.
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
