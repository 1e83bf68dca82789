import { stringAt } from '@helm-charts/flux';
import {
  type Cluster,
  type ClusterObject,
  type ClusterRelease,
  type DataClaim,
  type Expectations,
  groupBy,
  type Manifest,
  manifestId,
  type ProfileSecret,
} from '@helm-charts/types';
import { addressesInFiles, type FileAddress } from './address.ts';
import type { ChartFiles } from './chart.ts';
import { type Client, clientsOf } from './client.ts';
import { type Find, namespaceOf } from './object.ts';
import { type Pod, podOf } from './pod.ts';
import { type Service, serviceOf } from './service.ts';

/** What is checked: the objects of one rendered chart, or those of a profile. */
export interface Subject {
  readonly cluster: Cluster;
  /** Nothing for a chart by itself. */
  readonly expects: Expectations;
  /** What the profile's target namespace has before anything is installed. */
  readonly secrets: readonly ProfileSecret[];
  /** The claims of that namespace that the appliance guards; none for a chart by itself. */
  readonly dataClaims: readonly DataClaim[];
  /** The charts of the cluster's releases, or the chart that was rendered. */
  readonly charts: readonly ChartFiles[];
  /** If the subject is the variant of a profile without Internet. */
  readonly airGap?: AirGapSubject;
  /** The same of the release before this one, if an upgrade from it is to be looked at. */
  readonly previous?: Pick<Subject, 'charts'> & { readonly objects: readonly ClusterObject[] };
}

/** What a variant without Internet is measured against. */
export interface AirGapSubject {
  /** Where it has everything from, for instance `oci://registry.example.com/alga`. */
  readonly registry: string;
  /** HelmReleases that have another chart here. */
  readonly replaced: readonly string[];
  /** The objects of the profile with Internet. */
  readonly online: readonly ClusterObject[];
}

/** A subject as rules look at it: read once, for all of them. */
export interface View extends Subject {
  readonly objects: readonly ClusterObject[];
  readonly pods: readonly Pod[];
  readonly services: readonly Service[];
  /** Every container, with the Services that it is led to. */
  readonly clients: readonly Client[];
  /** The Services that files of ConfigMaps lead to. */
  readonly fileAddresses: readonly FileAddress[];
  /** What Flux applies itself. */
  readonly applied: readonly Manifest[];
  readonly helmReleases: readonly Manifest[];
  /** The charts that are ours to change. */
  readonly ownCharts: readonly ChartFiles[];
  readonly ofKind: (...kinds: readonly string[]) => readonly ClusterObject[];
  readonly find: Find;
  readonly releaseOf: (object: ClusterObject) => ClusterRelease | undefined;
  /** Whether somebody else's chart made the object: what it looks like is not in our hands. */
  readonly isForeign: (object: ClusterObject) => boolean;
}

/** Reads a subject. Nothing is taken for granted of the shape of its objects: a field of another type is an absent one. */
export const viewOf = (subject: Subject): View => {
  const { objects, releases, flux } = subject.cluster;
  const byKind = groupBy(objects, ({ manifest }) => manifest.kind);
  const byId = new Map(objects.map((object) => [idOf(object.manifest), object]));
  const byRelease = new Map(releases.map((release) => [release.name, release]));
  const find: Find = (kind, namespace, name) => byId.get(`${kind} ${namespace} ${name}`);
  const namespaces = new Set(objects.map(({ manifest }) => namespaceOf(manifest)));
  const pods = objects.flatMap((object) => podOf(object) ?? []);
  // The values of a release are no files that a pod reads.
  const configs = (byKind.get('ConfigMap') ?? []).filter(({ release }) => release !== undefined);
  const applied = appliedOf(objects, flux);
  const foreign = new Set(
    releases.filter(({ helmRelease }) => isForeign(helmRelease)).map((one) => one.chartDirectory),
  );
  const releaseOf = ({ release }: ClusterObject) => byRelease.get(release ?? '');
  return {
    ...subject,
    objects,
    pods,
    services: (byKind.get('Service') ?? []).map(serviceOf),
    clients: clientsOf(pods, find, namespaces),
    fileAddresses: addressesInFiles(configs, namespaces),
    applied,
    helmReleases: applied.filter(({ kind }) => kind === 'HelmRelease'),
    ownCharts: subject.charts.filter(({ directory }) => !foreign.has(directory)),
    ofKind: (...kinds) => kinds.flatMap((kind) => byKind.get(kind) ?? []),
    find,
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

/** The objects that no release installs, and those that Flux acts on, each once. */
const appliedOf = (
  objects: readonly ClusterObject[],
  flux: readonly Manifest[],
): readonly Manifest[] => {
  const manifests = objects.flatMap(({ release, manifest }) =>
    release === undefined ? [manifest] : [],
  );
  return [...new Map([...manifests, ...flux].map((one) => [manifestId(one), one])).values()];
};

const idOf = (manifest: Manifest): string =>
  `${manifest.kind} ${namespaceOf(manifest)} ${manifest.metadata.name}`;
