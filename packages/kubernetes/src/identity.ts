import { clusterKinds, type Manifest } from '@helm-charts/types';

/** The API group of an object; empty for the core group. An object is the same in all versions of its group. */
export const groupOf = ({ apiVersion }: Pick<Manifest, 'apiVersion'>): string =>
  apiVersion.includes('/') ? apiVersion.replace(/\/.*/, '') : '';

/** The namespace of an object; `default` if none is set, as in kubectl; empty for a cluster-scoped kind. */
export const namespaceOf = ({ kind, metadata }: Manifest): string =>
  metadata.namespace ?? (clusterKinds.has(kind) ? '' : 'default');

/** The unique key of an object in a cluster: `Secret shop/db`, `Deployment.apps shop/web`. */
export const keyOf = (manifest: Manifest): string =>
  keyFor(manifest.kind, namespaceOf(manifest), manifest.metadata.name, groupOf(manifest));

/** The key of an object from its parts. The default group is the core group. */
export const keyFor = (kind: string, namespace: string, name: string, group: string = ''): string =>
  `${kind}${group === '' ? '' : `.${group}`} ${namespace}/${name}`;
