import { producedBy } from '@helm-charts/flux';
import {
  type ClusterObject,
  groupOf,
  keyFor,
  type Model,
  namespaceOf,
  standIn,
} from '@helm-charts/kubernetes';
import type { ProfileSecret } from '@helm-charts/types';
import { isBuiltIn, isSystemNamespace } from './built-in.ts';
import { hasController } from './controllers.ts';
import { createsPods } from './creates-pods.ts';
import { type Gaps, noGaps } from './gaps.ts';
import { mentionsIn } from './mentions.ts';
import { didYouMean } from './similar.ts';
import { printTarget, type Target } from './target.ts';

/**
 * What is known of an object that another one names. `there`: it is rendered. `elsewhere`: the cluster has it, or something creates
 * it that is not rendered here. `assumed`: nothing creates it, but people often create such an object by hand. `missing`: nothing
 * creates it.
 */
export type Presence = 'there' | 'elsewhere' | 'assumed' | 'missing';

/** What an input says of the cluster besides its objects. */
export interface Surroundings {
  /** What is rendered: a chart, a profile of this workspace, or a tree of others. The default is a profile. */
  readonly kind?: InputKind;
  /** Objects that are created by hand or by a program: `Secret flux-system/age`, `StorageClass fast`. */
  readonly inCluster?: readonly string[];
  readonly gaps?: Gaps;
}

export type InputKind = 'chart' | 'profile' | 'tree';

/** How an object relates to what it names: a Service and its pods are of one release, a Secret can be of another. */
export type Tie = 'own' | 'shared';

/** Answers what rules ask about objects that are not rendered. */
export interface Known {
  /** What is known of an object that another one names. */
  readonly presenceOf: (target: Target, from: ClusterObject, tie: Tie) => Presence;
  /** Whether all pods that an object can select in a namespace are rendered. */
  readonly seesPods: (from: ClusterObject, namespace: string, tie: Tie) => boolean;
  /** Whether every object of the cluster is rendered. */
  readonly seesAll: boolean;
  /** The names of the objects of the same kind in the same namespace, of which one may be meant. */
  readonly namesLike: (target: Target) => readonly string[];
}

/** Builds the lookups. They look at all objects once, and only if something is missing. */
export const knownIn = (
  model: Pick<Model, 'objects' | 'byKey' | 'byKind' | 'pods'>,
  secrets: readonly ProfileSecret[],
  { kind = 'profile', inCluster = [], gaps = noGaps }: Surroundings,
): Known => {
  const isMentioned = mentionsIn(model);
  const declared = new Set(inCluster);
  const produced = new Set(model.objects.flatMap(({ manifest }) => producedBy(manifest)));
  const controller = keyFor('Deployment', 'flux-system', 'kustomize-controller', 'apps');
  const hasFlux = model.byKey.has(controller) && !model.byKind.has('FluxInstance');
  const sees = (from: ClusterObject, namespace: string, tie: Tie, wanted?: string): boolean => {
    if (isSystemNamespace(namespace)) return false;
    // `flux install` fills flux-system, and the tree of a repository often has only its Kustomizations. With its components, the tree
    // has all accounts; only those of objects of Flux are looked for, since `flux install` binds roles to accounts of optional controllers.
    if (namespace === 'flux-system') {
      const isAccount = wanted === 'ServiceAccount' && impersonates.test(from.manifest.apiVersion);
      if (!isAccount || !hasFlux) return false;
    }
    const isOwn =
      tie === 'own' &&
      from.release !== undefined &&
      ['', namespace].includes(namespaceOf(from.manifest));
    if (isOwn) return true;
    if (kind === 'chart' || gaps.isAnywhere) return false;
    return namespace === '' ? gaps.helmReleases.length === 0 : !gaps.namespaces.has(namespace);
  };
  const namespaces = new Set(model.objects.map(({ manifest }) => namespaceOf(manifest)));
  // Something else may fill a namespace of which nothing is rendered, unless its name is misspelt.
  const isUnknown = (namespace: string): boolean =>
    !['', 'default'].includes(namespace) &&
    !namespaces.has(namespace) &&
    didYouMean(namespace, [...namespaces]) === undefined;
  const populated = new Set(model.pods.map(({ namespace }) => namespace));
  const controlled = controlledIn(model);
  // Nobody knows here which custom kinds have no namespace.
  const clusterScoped = new Set(
    model.objects.map(({ manifest }) =>
      keyFor(manifest.kind, '', manifest.metadata.name, groupOf(manifest)),
    ),
  );
  return {
    presenceOf: (target, from, tie) => {
      const { kind: wanted, namespace, name, group } = target;
      if (model.byKey.has(keyFor(wanted, namespace, name, group))) return 'there';
      if (namespace === '' && clusterScoped.has(keyFor(wanted, '', name, group))) return 'there';
      const id = printTarget(target);
      const isElsewhere =
        isUnreadable(name) ||
        isBuiltIn(target) ||
        declared.has(id) ||
        produced.has(id) ||
        produced.has(`${wanted} */${name}`) ||
        (wanted === 'Secret' && secrets.some((one) => one.name === name && !one.givenTo));
      if (isElsewhere || !sees(from, namespace, tie, wanted)) return 'elsewhere';
      if (kind === 'tree' && isUnknown(namespace)) return 'elsewhere';
      // The profile says which Secrets there are.
      if (kind === 'profile' && wanted === 'Secret') return 'missing';
      if (kind !== 'profile' && isMentioned(target)) return 'elsewhere';
      return wanted === 'Secret' ? 'assumed' : 'missing';
    },
    seesPods: (from, namespace, tie) =>
      sees(from, namespace, tie) &&
      // Without any pod, they are made elsewhere.
      (kind === 'profile' || populated.has(namespace)) &&
      !controlled(namespace, from.release),
    seesAll: kind !== 'chart' && !gaps.isAnywhere && gaps.helmReleases.length === 0,
    namesLike: ({ kind: wanted, namespace }) =>
      (model.byKind.get(wanted) ?? [])
        .filter(({ manifest }) => namespace === '' || namespaceOf(manifest) === namespace)
        .map(({ manifest }) => manifest.metadata.name),
  };
};

/** The API groups of objects that name an account for Flux to impersonate. */
const impersonates = /^(?:kustomize|helm)\.toolkit\.fluxcd\.io\//;

/** Whether a name is not known here: a variable that nobody substitutes, or a value that only the cluster has. */
const isUnreadable = (name: string): boolean => /[${}]/.test(name) || name.includes(standIn);

/** Tells whether a controller may create pods in a namespace or for a release: for a custom resource, or since it may create pods. */
const controlledIn = ({
  objects,
}: Pick<Model, 'objects'>): ((namespace: string, release: string | undefined) => boolean) => {
  let found: ReadonlySet<string> | undefined;
  const build = (): ReadonlySet<string> =>
    new Set(
      objects
        .filter(({ manifest }) => hasController(manifest) || createsPods(manifest))
        .flatMap(({ manifest, release }) => [
          `namespace ${namespaceOf(manifest)}`,
          ...(release === undefined ? [] : [`release ${release}`]),
        ]),
    );
  return (namespace, release) => {
    found ??= build();
    return found.has(`namespace ${namespace}`) || found.has(`release ${release ?? ''}`);
  };
};
