import { groupBy, manifestId } from '@helm-charts/types';
import { type Address, addressesInConfigMap } from './address.ts';
import type { ClusterObject } from './cluster.ts';
import { type Edge, edgeOfAddress, edgeOfReference, edgesOfService } from './edge.ts';
import { objectAt } from './fields.ts';
import { keyFor, keyOf, namespaceOf } from './identity.ts';
import { type Pod, podOf } from './pod.ts';
import type { Reference } from './reference.ts';
import { referencesOf, valuesOf } from './references.ts';
import { type Service, serviceOf } from './service.ts';

/** The objects of a cluster with the relations between them. */
export interface Model {
  readonly objects: readonly ClusterObject[];
  /** The objects by `keyOf`. */
  readonly byKey: ReadonlyMap<string, ClusterObject>;
  readonly byKind: ReadonlyMap<string, readonly ClusterObject[]>;
  readonly pods: readonly Pod[];
  readonly services: readonly Service[];
  /** The Services whose host names appear in variables, commands and ConfigMaps. */
  readonly addresses: readonly Address[];
  /**
   * The dependencies between objects: keys of Secrets and ConfigMaps, claims, ServiceAccounts, pods that Services
   * select, Services in host names, and dependencies of Flux objects. The target of an edge may be missing; an
   * optional reference to a missing object is not an edge. In the order of the objects.
   */
  readonly edges: readonly Edge[];
}

/**
 * Builds the model of objects. A field with an unexpected type counts as absent.
 * @example
 * const { pods, edges } = model([{ manifest, position: { file: 'web.yaml' } }]);
 */
export const model = (objects: readonly ClusterObject[]): Model => {
  const byKey = new Map(objects.map((object) => [keyOf(object.manifest), object]));
  const byKind = groupBy(objects, ({ manifest }) => manifest.kind);
  const namespaces = new Set(objects.map(({ manifest }) => namespaceOf(manifest)));
  const known = {
    hasService: (namespace: string, name: string) => byKey.has(keyFor('Service', namespace, name)),
    hasNamespace: (name: string) => namespaces.has(name),
  };
  const dataOf = (namespace: string, name: string) =>
    objectAt(byKey.get(keyFor('ConfigMap', namespace, name))?.manifest, 'data');
  const podOfObject = new Map(
    objects.flatMap((object) => {
      const pod = podOf(object, dataOf, known);
      return pod === undefined ? [] : [[object, pod] as const];
    }),
  );
  const pods = [...podOfObject.values()];
  const services = (byKind.get('Service') ?? []).map(serviceOf);
  const serviceOfObject = new Map(services.map((service) => [service.object, service]));
  // Skipped: the values of a HelmRelease appear in the objects that its chart renders.
  const values = new Set(
    objects.flatMap(({ manifest }) =>
      valuesOf(manifest).map(({ kind, namespace, name }) => keyFor(kind, namespace, name)),
    ),
  );
  const addressesOf = (object: ClusterObject): readonly Address[] =>
    object.manifest.kind === 'ConfigMap' && !values.has(keyOf(object.manifest))
      ? addressesInConfigMap(object, known)
      : (podOfObject.get(object)?.containers.flatMap(({ addresses }) => addresses) ?? []);
  const addresses = new Map(objects.map((object) => [object, addressesOf(object)]));
  const isThere = (reference: Reference): boolean =>
    !reference.isOptional || byKey.has(keyFor(reference.kind, reference.namespace, reference.name));
  const edgesOf = (object: ClusterObject): readonly Edge[] => {
    const from = manifestId(object.manifest);
    const references = [
      ...(podOfObject.get(object)?.references ?? []),
      ...referencesOf(object.manifest),
    ];
    const service = serviceOfObject.get(object);
    return deduplicate([
      ...references.filter(isThere).map((reference) => edgeOfReference(from, reference)),
      ...(addresses.get(object) ?? []).map(edgeOfAddress),
      ...(service === undefined ? [] : edgesOfService(service, pods)),
    ]);
  };
  return {
    objects,
    byKey,
    byKind,
    pods,
    services,
    addresses: [...addresses.values()].flat(),
    edges: objects.flatMap(edgesOf),
  };
};

const deduplicate = (edges: readonly Edge[]): readonly Edge[] => [
  ...new Map(edges.map((edge) => [JSON.stringify(edge), edge])).values(),
];
