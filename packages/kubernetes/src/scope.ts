import { clusterKinds, type Manifest } from '@helm-charts/types';
import { stringAt } from './fields.ts';

/** Tells whether objects of a kind have a namespace, by the definitions among the objects as well. */
export const isNamespaced = (objects: readonly Manifest[]): ((object: Manifest) => boolean) => {
  const defined = new Map(
    objects
      .filter(({ kind }) => kind === 'CustomResourceDefinition')
      .map(({ spec }) => [
        `${stringAt(spec, 'group')} ${stringAt(spec, 'names', 'kind')}`,
        stringAt(spec, 'scope'),
      ]),
  );
  return ({ apiVersion, kind }) => {
    const scope = defined.get(`${apiVersion.replace(/\/.*/, '')} ${kind}`);
    return scope === undefined ? !clusterKinds.has(kind) : scope === 'Namespaced';
  };
};

/** An object in the namespace that it is installed into. */
export const inNamespace = (manifest: Manifest, namespace: string): Manifest => ({
  ...manifest,
  metadata: { ...manifest.metadata, namespace: manifest.metadata.namespace ?? namespace },
});
