import type { KubernetesObject } from './object.ts';
import type { Resource } from './resource.ts';

/** The fields of a CustomResourceDefinition's spec that define the served kinds. */
interface Spec {
  readonly group: string;
  readonly scope: 'Namespaced' | 'Cluster';
  readonly names: { readonly kind: string; readonly plural: string };
  readonly versions: readonly { readonly name: string; readonly served: boolean }[];
}

/** The kinds of the CustomResourceDefinitions among the objects, one for each served version. */
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

/** The status of a served CustomResourceDefinition, for which clients wait. */
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
