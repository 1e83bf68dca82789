import {
  type Cluster,
  type ClusterObject,
  type ClusterRelease,
  keyFor,
  stringAt,
} from '@helm-charts/kubernetes';
import type { DataClaim, Manifest, ProfileSecret } from '@helm-charts/types';
import type { ChartFiles } from './chart-files.ts';

/** What is checked: the objects of one rendered chart, or those of a profile. */
export interface CheckInput {
  readonly cluster: Cluster;
  /** What the profile's target namespace has before anything is installed. */
  readonly secrets: readonly ProfileSecret[];
  /** The claims of that namespace that the appliance guards; none for a chart by itself. */
  readonly dataClaims: readonly DataClaim[];
  /** The charts of the cluster's releases, or the chart that was rendered. */
  readonly charts: readonly ChartFiles[];
  /** If the input is the air-gapped variant of a profile. */
  readonly airGap?: AirGapInput;
  /** The release before this one, if the upgrade from it is checked. */
  readonly previous?: PreviousInput;
}

/** What the air-gapped variant of a profile is compared with. */
export interface AirGapInput {
  /** Where it pulls everything from, for instance `oci://registry.example.com/charts`. */
  readonly registry: string;
  /** HelmReleases that have another chart here. */
  readonly replaced: readonly string[];
  /** The objects of the online variant. */
  readonly online: readonly ClusterObject[];
}

/** The charts and objects of an earlier release. */
export interface PreviousInput {
  readonly charts: readonly ChartFiles[];
  readonly objects: readonly ClusterObject[];
}

/** What rules read: the input, with lookups. */
export interface Context extends Omit<CheckInput, 'cluster'>, Cluster {
  /** The objects that no release installs: Flux applies them itself. */
  readonly applied: readonly ClusterObject[];
  readonly helmReleases: readonly ClusterObject[];
  /** The charts that are ours to change. */
  readonly ownCharts: readonly ChartFiles[];
  readonly ofKind: (...kinds: readonly string[]) => readonly ClusterObject[];
  /** Finds an object of Kubernetes' core group. */
  readonly find: (kind: string, namespace: string, name: string) => ClusterObject | undefined;
  /** The release that installs an object. */
  readonly releaseOf: (object: ClusterObject) => ClusterRelease | undefined;
  /** Whether a chart of somebody else's repository made the object: only its author can change what it looks like. */
  readonly isForeign: (object: ClusterObject) => boolean;
}

/** Reads an input once for all rules. */
export const contextOf = ({ cluster, ...input }: CheckInput): Context => {
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
    applied,
    helmReleases: applied.filter(({ manifest }) => manifest.kind === 'HelmRelease'),
    ownCharts: input.charts.filter(({ directory }) => !foreign.has(directory)),
    ofKind: (...kinds) => kinds.flatMap((kind) => byKind.get(kind) ?? []),
    find: (kind, namespace, name) => byKey.get(keyFor(kind, namespace, name)),
    releaseOf,
    isForeign: (object) => isForeign(releaseOf(object)?.helmRelease),
  };
};

/** The kind of the source that a HelmRelease has its chart from. */
export const chartSource = (helmRelease: Manifest | undefined): string | undefined =>
  stringAt(helmRelease, 'spec', 'chart', 'spec', 'sourceRef', 'kind') ??
  stringAt(helmRelease, 'spec', 'chartRef', 'kind');

const isForeign = (helmRelease: Manifest | undefined): boolean =>
  chartSource(helmRelease) === 'HelmRepository';
