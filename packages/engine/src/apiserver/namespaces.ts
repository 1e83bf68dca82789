import type { ManifestDocument } from '@helm-charts/kubernetes';
import type { Labels } from './server.ts';

/** The namespaces of a cluster. */
interface Namespaces {
  /** The namespace of objects that name none, `default` unless set. */
  readonly namespace?: string | undefined;
  /** The labels of namespaces besides those among the objects. */
  readonly namespaces?: Readonly<Record<string, Labels>>;
}

/** Returns the labels of the namespace of an object that select the Pod Security Standards; undefined if it has none. */
export const labelsOfNamespaces = (
  documents: readonly ManifestDocument[],
  { namespace: usual = 'default', namespaces = {} }: Namespaces = {},
): ((document: ManifestDocument, namespace?: string) => Labels | undefined) => {
  const declared = documents
    .filter(({ manifest }) => manifest.kind === 'Namespace')
    .map(({ manifest: { metadata } }) => [metadata.name, metadata.labels ?? {}] as const);
  const all = new Map([...Object.entries(namespaces), ...declared]);
  return ({ manifest }, namespace = usual) => {
    const labels = all.get(manifest.metadata.namespace ?? namespace) ?? {};
    const selecting = Object.entries(labels).filter(([label]) => isPodSecurity(label));
    return selecting.length === 0 ? undefined : Object.fromEntries(selecting.sort());
  };
};

/** The labels that select the Pod Security Standards (k8s.io/pod-security-admission api/constants.go). */
const isPodSecurity = (label: string): boolean => label.startsWith('pod-security.kubernetes.io/');
