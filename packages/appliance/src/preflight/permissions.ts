import type { Finding } from '@helm-charts/types';
import type { Permission } from '../api/api.ts';
import type { Session } from '../session.ts';

/** Asks for each permission beforehand, so that nothing stops half-way. */
export const checkPermissions = async (
  { api }: Session,
  permissions: readonly Permission[],
): Promise<readonly Finding[]> => {
  const answers = await Promise.all(
    permissions.map(async (permission) => ({ permission, may: await api.may(permission) })),
  );
  return answers
    .filter(({ may }) => !may)
    .map(({ permission: { verb, group, resource, namespace } }) => ({
      rule: 'permissions',
      severity: 'error',
      input: `${resource}${group && `.${group}`}${namespace ? ` in namespace ${namespace}` : ''}`,
      message: `you may not ${verb} these`,
      fix: 'use the kubeconfig of an administrator',
    }));
};
