import { type Edge, fieldPath, groupBy, type Manifest, manifestId } from '@helm-charts/types';
import { isObject, valueAt } from '../fields.ts';
import { isHelmRelease } from '../kinds.ts';
import { addressesIn } from './addresses.ts';
import { podOf } from './pods.ts';
import { type ObjectReference, referencesIn } from './references.ts';

/**
 * Which object of a cluster needs which: keys of Secrets and ConfigMaps, claims, service accounts,
 * pods behind Services, Services named as hosts, and dependencies of Flux objects. What it leads to
 * may be missing; what is optional and missing is no edge. In the order of the objects.
 */
export const edgesOf = (objects: readonly Manifest[]): readonly Edge[] => {
  const ids = new Set(objects.map(manifestId));
  const hasService = (namespace: string, name: string) => ids.has(`Service ${namespace}/${name}`);
  // What is in there are values of charts; what becomes of them is in the objects of the releases.
  const values = new Set(
    objects
      .filter(isHelmRelease)
      .flatMap((manifest) => referencesIn(manifest).map((one) => idOf(one, manifest))),
  );
  const workloads = groupBy(
    objects.flatMap((manifest) => {
      const pod = podOf(manifest);
      return pod ? [{ manifest, labels: pod.labels }] : [];
    }),
    ({ manifest }) => manifest.metadata.namespace,
  );
  return objects.flatMap((manifest): Edge[] => {
    const from = manifestId(manifest);
    const references = referencesIn(manifest).flatMap((reference): Edge[] => {
      const { kind, part, isOptional, path } = reference;
      const id = idOf(reference, manifest);
      return isOptional && !ids.has(id) ? [] : [edge(from, id, kind, path, part)];
    });
    const addresses = (values.has(from) ? [] : addressesIn(manifest, hasService)).map(
      ({ namespace, name, port, path }) =>
        edge(from, `Service ${namespace}/${name}`, 'address', path, port),
    );
    return unique([
      ...references,
      ...addresses,
      ...selected(manifest, workloads.get(manifest.metadata.namespace) ?? []),
    ]);
  });
};

const idOf = ({ to }: ObjectReference, { metadata }: Manifest): string =>
  `${to.kind} ${to.namespace ?? metadata.namespace ?? 'default'}/${to.name}`;

const edge = (
  from: string,
  to: string,
  kind: Edge['kind'],
  path: readonly (string | number)[],
  part: string | undefined,
): Edge => ({
  from,
  to,
  kind,
  ...(part !== undefined && { part }),
  path: fieldPath(path.map(String)),
});

interface Workload {
  readonly manifest: Manifest;
  readonly labels: Readonly<Record<string, unknown>>;
}

const selected = (service: Manifest, workloads: readonly Workload[]): readonly Edge[] => {
  const selector = valueAt(service.spec, 'selector');
  if (service.kind !== 'Service' || !isObject(selector)) return [];
  const wanted = Object.entries(selector);
  if (wanted.length === 0) return [];
  return workloads
    .filter(({ labels }) => wanted.every(([key, value]) => labels[key] === value))
    .map(({ manifest }) =>
      edge(manifestId(service), manifestId(manifest), 'selects', ['spec', 'selector'], undefined),
    );
};

const unique = (edges: readonly Edge[]): Edge[] => [
  ...new Map(edges.map((one) => [JSON.stringify(one), one])).values(),
];
