import { type Finding, objectIdOf } from '@helm-charts/types';
import { reference } from '../api/object.ts';
import type { Session } from '../session.ts';

/** No namespace of the profile is being deleted: nothing can be created in it, and what is there goes. */
export const checkNamespaces = async ({ api, site }: Session): Promise<readonly Finding[]> => {
  const names = [site.fluxNamespace, ...site.namespaces.map(({ metadata }) => metadata.name)];
  const found = await Promise.all(names.map((name) => api.get(reference('v1', 'Namespace', name))));
  return found.flatMap((namespace) => {
    if (namespace?.metadata.deletionTimestamp === undefined) return [];
    const { name } = namespace.metadata;
    return [
      {
        rule: 'namespaces',
        severity: 'error',
        object: objectIdOf(namespace),
        message: 'it is being deleted',
        fix: `wait until it is gone; "kubectl get namespace ${name} --output yaml" shows what it waits for`,
      },
    ];
  });
};
