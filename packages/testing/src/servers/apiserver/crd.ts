import type { KubernetesObject } from './object.ts';
import type { Resource } from './resource.ts';

/** The part of a CustomResourceDefinition's spec that says what is served. */
interface Spec {
  readonly group: string;
  readonly scope: 'Namespaced' | 'Cluster';
  readonly names: { readonly kind: string; readonly plural: string };
  readonly versions: readonly { readonly name: string; readonly served: boolean }[];
}

/** The kinds that CustomResourceDefinitions among the objects define, one for each version that is served. */
export const crds = (objects: Iterable<KubernetesObject>): readonly Resource[] =>
  [...objects]
    .filter(({ kind }) => kind === 'CustomResourceDefinition')
    .flatMap(({ spec }) => {
      const { group, scope, names, versions } = spec as Spec;
      return versions
        .filter(({ served }) => served)
        .map(({ name }) => ({
          group,
          version: name,
          kind: names.kind,
          plural: names.plural,
          namespaced: scope === 'Namespaced',
        }));
    });

/** The real server says so of a definition that it serves, and clients wait for it. */
export const established = (object: KubernetesObject): KubernetesObject => ({
  ...object,
  status: {
    acceptedNames: (object.spec as Spec).names,
    conditions: [
      { type: 'NamesAccepted', status: 'True', reason: 'NoConflicts' },
      { type: 'Established', status: 'True', reason: 'InitialNamesAccepted' },
    ],
  },
});
