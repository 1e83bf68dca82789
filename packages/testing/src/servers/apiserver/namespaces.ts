import { manifestId } from '@helm-charts/types';
import { deleted, type KubernetesObject } from './object.ts';
import { Refusal } from './status.ts';
import type { Store } from './store.ts';

/** Whether a namespace is being deleted. */
const isTerminating = ({ status }: KubernetesObject): boolean =>
  (status as { readonly phase?: string } | undefined)?.phase === 'Terminating';

/**
 * Rejects a creation in a missing or terminating namespace, as the admission plugin NamespaceLifecycle does.
 * @throws {Refusal} If the namespace is missing or terminating.
 */
export const admitToNamespace = (
  store: Store,
  namespace: string | undefined,
  what: string,
): void => {
  if (namespace === undefined) return;
  const found = store.objects.get(`Namespace ${namespace}`);
  if (found === undefined) throw new Refusal('NotFound', `namespaces "${namespace}" not found`);
  if (!isTerminating(found)) return;
  throw new Refusal(
    'Forbidden',
    `${what} is forbidden: unable to create new content in namespace ${namespace} because it is being terminated`,
    [
      {
        reason: 'NamespaceTerminating',
        message: `namespace ${namespace} is being terminated`,
        field: 'metadata.namespace',
      },
    ],
  );
};

/** Returns a namespace in the phase Terminating. */
export const terminating = (namespace: KubernetesObject): KubernetesObject => ({
  ...deleted(namespace),
  status: { phase: 'Terminating' },
});

/** Removes a namespace and all objects in it. */
export const removeNamespace = (store: Store, name: string): void => {
  for (const object of [...store.objects.values()]) {
    if (object.metadata.namespace === name) store.remove(manifestId(object));
  }
  store.remove(`Namespace ${name}`);
};
