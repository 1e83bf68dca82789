import { clusterKinds, type Manifest } from '@helm-charts/types';

/** The API group of an object: empty for Kubernetes' core. All versions of a group are the same objects. */
export const groupOf = ({ apiVersion }: Pick<Manifest, 'apiVersion'>): string =>
  apiVersion.includes('/') ? apiVersion.replace(/\/.*/, '') : '';

/** The namespace of an object: `default` if it names none, as for kubectl; empty for a kind that has none. */
export const namespaceOf = ({ kind, metadata }: Manifest): string =>
  metadata.namespace ?? (clusterKinds.has(kind) ? '' : 'default');

/** What tells an object from every other one of a cluster: `Secret shop/db`, `Deployment.apps shop/web`. */
export const keyOf = (manifest: Manifest): string =>
  keyFor(manifest.kind, namespaceOf(manifest), manifest.metadata.name, groupOf(manifest));

/** The key of an object that is not at hand; of Kubernetes' core unless a group is given. */
export const keyFor = (kind: string, namespace: string, name: string, group: string = ''): string =>
  `${kind}${group === '' ? '' : `.${group}`} ${namespace}/${name}`;
