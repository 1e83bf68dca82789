import { stringAt } from '@helm-charts/kubernetes';
import type { Manifest } from '@helm-charts/types';

/** The id of a source: `GitRepository flux-system/appliance`. */
export type SourceId = string;

/** The source that a reference names; without a namespace it is in the namespace of its object. */
export const referencedSource = (reference: unknown, { metadata }: Manifest): SourceId => {
  const namespace = stringAt(reference, 'namespace') || (metadata.namespace ?? '');
  return sourceId(stringAt(reference, 'kind'), namespace, stringAt(reference, 'name'));
};

/** The id of a source from its kind, namespace and name. */
export const sourceId = (kind = 'nowhere', namespace: string, name = ''): SourceId =>
  `${kind} ${namespace}/${name}`;
