import type { Cluster, ClusterObject } from '@helm-charts/testing/cluster';

/** The versions of all objects; of Flux's own, whose status tells the time, what people ask of them. */
export const versions = async (cluster: Cluster): Promise<Readonly<Record<string, unknown>>> =>
  Object.fromEntries(
    (await everything(cluster)).map((object) => [
      idOf(object),
      object.apiVersion.includes('.toolkit.fluxcd.io/')
        ? { generation: object.metadata.generation, uid: object.metadata.uid }
        : object.metadata.resourceVersion,
    ]),
  );

/** What nobody can make again, by name and identity, and whether it is being deleted: namespaces, volumes and credentials. */
export const kept = async (cluster: Cluster): Promise<readonly string[]> => {
  const lists = await Promise.all([
    cluster.list('persistentvolumeclaims,secrets', 'msp'),
    cluster.list('namespaces,persistentvolumes'),
  ]);
  return lists
    .flat()
    .map((object) => {
      const { uid, deletionTimestamp } = object.metadata;
      return `${idOf(object)} ${uid}${deletionTimestamp === undefined ? '' : ' is being deleted'}`;
    })
    .toSorted();
};

/** The pod template of whatever makes pods. */
export const templates = async (cluster: Cluster): Promise<Readonly<Record<string, string>>> => {
  const found = await cluster.list('deployments,statefulsets', 'msp');
  return Object.fromEntries(
    found.map((object) => {
      // Both kinds have one.
      const { template } = object.spec as { readonly template: unknown };
      return [idOf(object), JSON.stringify(template)];
    }),
  );
};

/** The ids of what differs. */
export const changed = (
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): readonly string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (id) => before[id] !== after[id],
  );

export const namesOf = async (
  cluster: Cluster,
  kind: string,
  namespace?: string,
): Promise<readonly string[]> =>
  (await cluster.list(kind, namespace)).map(({ metadata }) => metadata.name);

/** What the appliance is made of: events come and go, and leases are renewed. */
const everything = async (cluster: Cluster): Promise<readonly ClusterObject[]> => {
  const listed = await cluster.kubectl([
    'api-resources',
    ...['--namespaced', '--verbs=list', '--output=name'],
  ]);
  const kinds = listed
    .split('\n')
    .filter((kind) => kind !== '' && !/^(events|leases)\b/.test(kind))
    .join(',');
  const lists = await Promise.all([
    ...['flux-system', 'alga-system', 'msp'].map((namespace) => cluster.list(kinds, namespace)),
    cluster.list('namespaces,persistentvolumes,customresourcedefinitions'),
  ]);
  return lists.flat();
};

const idOf = ({ kind, metadata: { namespace = '', name } }: ClusterObject): string =>
  `${kind} ${namespace}/${name}`;
