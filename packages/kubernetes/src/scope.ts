import { clusterKinds, type Manifest } from '@helm-charts/types';
import { stringAt } from './fields.ts';

/** Tells whether a kind is namespaced, also using the CustomResourceDefinitions among the objects. */
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

/** Returns an object with its namespace set. */
export const inNamespace = (manifest: Manifest, namespace: string): Manifest => ({
  ...manifest,
  metadata: { ...manifest.metadata, namespace: manifest.metadata.namespace ?? namespace },
});
