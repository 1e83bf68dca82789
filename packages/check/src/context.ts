import {
  type Cluster,
  type ClusterObject,
  type ClusterRelease,
  defaultTarget,
  keyFor,
  type Pod,
  stringAt,
  type Target,
} from '@helm-charts/kubernetes';
import type { DataClaim, Manifest, ProfileSecret } from '@helm-charts/types';
import type { ChartFiles } from './chart-files.ts';
import { type Known, knownIn, type Surroundings } from './known/presence.ts';
import { type Select, selectorsOver } from './known/select.ts';

/** What the rules check: the objects of one rendered chart, or those of a profile. */
export interface CheckInput extends Surroundings {
  readonly cluster: Cluster;
  /** The Secrets that the profile's target namespace has before Flux installs the first release. */
  readonly secrets: readonly ProfileSecret[];
  /** The `dataClaims` of the profile; none for a chart. */
  readonly dataClaims: readonly DataClaim[];
  /** The charts of the profile's releases, or the one rendered chart. */
  readonly charts: readonly ChartFiles[];
  /** Set if the input is the air-gapped variant of a profile. */
  readonly airGap?: AirGapInput;
  /** The versions of Kubernetes and Flux; the default ones unless set. */
  readonly target?: Target;
  /** Set if the upgrade from the previous release is checked. */
  readonly previous?: PreviousInput;
}

/** The registry of the air-gapped variant, and the online variant to compare it with. */
export interface AirGapInput {
  /** The only registry that the cluster reaches, for instance `oci://registry.example.com/charts`. */
  readonly registry: string;
  /** The HelmReleases that install another chart than in the online variant. */
  readonly replaced: readonly string[];
  /** The objects of the online variant. */
  readonly online: readonly ClusterObject[];
}

/** The charts and objects of the previous release. */
export interface PreviousInput {
  readonly charts: readonly ChartFiles[];
  readonly objects: readonly ClusterObject[];
}

/** The input of a rule with its lookups. */
export interface Context extends Omit<CheckInput, 'cluster'>, Cluster, Known {
  readonly target: Target;
  /** The objects that kustomize-controller applies; no release installs them. */
  readonly applied: readonly ClusterObject[];
  readonly helmReleases: readonly ClusterObject[];
  /** The charts without those from a HelmRepository. */
  readonly ownCharts: readonly ChartFiles[];
  readonly ofKind: (...kinds: readonly string[]) => readonly ClusterObject[];
  /** Finds an object of the core API group. */
  readonly find: (kind: string, namespace: string, name: string) => ClusterObject | undefined;
  /** The pods in a namespace that a label selector selects. */
  readonly selectPods: Select<Pod>;
  /** The release that installs an object. */
  readonly releaseOf: (object: ClusterObject) => ClusterRelease | undefined;
  /**
   * Whether a third-party chart (one from a HelmRepository) renders the object: only its author can change
   * it.
   */
  readonly isForeign: (object: ClusterObject) => boolean;
}

/** Builds the lookups once for all rules. */
export const contextOf = ({ cluster, target = defaultTarget, ...input }: CheckInput): Context => {
  const { objects, releases, byKey, byKind } = cluster;
  const byRelease = new Map(releases.map((release) => [release.name, release]));
  const releaseOf = ({ release }: ClusterObject) => byRelease.get(release ?? '');
  const foreign = new Set(
    releases.filter(({ helmRelease }) => isForeign(helmRelease)).map((one) => one.chartDirectory),
  );
  const applied = objects.filter(({ release }) => release === undefined);
  return {
    ...input,
    ...cluster,
    ...knownIn(cluster, input.secrets, input),
    selectPods: selectorsOver(cluster.pods),
    target,
    applied,
    helmReleases: applied.filter(({ manifest }) => manifest.kind === 'HelmRelease'),
    ownCharts: input.charts.filter(({ directory }) => !foreign.has(directory)),
    ofKind: (...kinds) => kinds.flatMap((kind) => byKind.get(kind) ?? []),
    find: (kind, namespace, name) => byKey.get(keyFor(kind, namespace, name)),
    releaseOf,
    isForeign: (object) => isForeign(releaseOf(object)?.helmRelease),
  };
};

/** The kind of the source of a HelmRelease's chart, for instance `GitRepository`. */
export const chartSource = (helmRelease: Manifest | undefined): string | undefined =>
  stringAt(helmRelease, 'spec', 'chart', 'spec', 'sourceRef', 'kind') ??
  stringAt(helmRelease, 'spec', 'chartRef', 'kind');

const isForeign = (helmRelease: Manifest | undefined): boolean =>
  chartSource(helmRelease) === 'HelmRepository';
