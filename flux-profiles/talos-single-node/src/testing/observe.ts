import type { ClusterObject } from '../../../../tools/cluster/kubectl.ts';
import type { Site } from './site.ts';

type Cluster = Site['cluster'];

/** The namespaces that the appliance has to do with. */
const namespaces = ['flux-system', 'alga-system', 'msp'];

/** When a revision of each release began and when the release was ready, in seconds of the cluster's clock. */
export const installations = async (
  cluster: Cluster,
  revisions: number | Readonly<Record<string, number>>,
): Promise<Readonly<Record<string, { readonly begun: number; readonly ready: number }>>> => {
  const releases = await cluster.list('helmreleases', 'alga-system');
  const storage = await cluster.list('secrets', 'alga-system');
  return Object.fromEntries(
    releases.map(({ metadata: { name }, status }) => {
      const revision = typeof revisions === 'number' ? revisions : revisions[name];
      const first = storage.find(
        (secret) => secret.metadata.name === `sh.helm.release.v1.${name}.v${revision}`,
      );
      const ready = status?.conditions?.find(({ type }) => type === 'Ready');
      return [
        name,
        {
          begun: seconds(first?.metadata.creationTimestamp),
          ready: seconds(ready?.lastTransitionTime),
        },
      ];
    }),
  );
};

const seconds = (time: string | undefined): number => Date.parse(time ?? '') / 1000;

/** What the appliance is made of, by `kind namespace/name`: events come and go, and leases are renewed. */
export const everything = async (
  cluster: Cluster,
): Promise<Readonly<Record<string, ClusterObject>>> => {
  const listed = await cluster.kubectl([
    'api-resources',
    '--namespaced',
    '--verbs=list',
    '--output=name',
  ]);
  const kinds = listed
    .split('\n')
    .filter((kind) => kind !== '' && !/^(events|leases)\b/.test(kind));
  const lists = await Promise.all(
    namespaces.map((namespace) => cluster.list(kinds.join(','), namespace)),
  );
  const rest = await cluster.list('namespaces,persistentvolumes');
  return Object.fromEntries([...lists.flat(), ...rest].map((object) => [idOf(object), object]));
};

/** The versions of all objects; of Flux's own, whose status tells the time, what people ask of them. */
export const versions = async (cluster: Cluster): Promise<Readonly<Record<string, unknown>>> =>
  Object.fromEntries(
    Object.entries(await everything(cluster)).map(([id, object]) => [
      id,
      object.apiVersion.includes('.toolkit.fluxcd.io/')
        ? { generation: object.metadata.generation, uid: object.metadata.uid }
        : object.metadata.resourceVersion,
    ]),
  );

const idOf = ({ kind, metadata: { namespace = '', name } }: ClusterObject): string =>
  `${kind} ${namespace}/${name}`;
