import { stringAt } from '@helm-charts/flux';
import type {
  Cluster,
  ClusterObject,
  ClusterRelease,
  Expectations,
  Manifest,
} from '@helm-charts/types';
import { addressesInFiles, type FileAddress } from './address.ts';
import type { ChartFiles } from './chart.ts';
import { type Client, clientsOf } from './client.ts';
import { namespaceOf } from './object.ts';
import { type Pod, podOf } from './pod.ts';
import { type Service, serviceOf } from './service.ts';

/** What is checked: the objects of one rendered chart, or those of a profile. */
export interface Subject {
  readonly cluster: Cluster;
  /** Nothing for a chart by itself. */
  readonly expects: Expectations;
  /** The charts of the cluster's releases, or the chart that was rendered. */
  readonly charts: readonly ChartFiles[];
  /** The same of the release before this one, if an upgrade from it is to be looked at. */
  readonly previous?: Pick<Subject, 'charts'> & { readonly objects: readonly ClusterObject[] };
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
  readonly helmReleases: readonly Manifest[];
  readonly ofKind: (...kinds: readonly string[]) => readonly ClusterObject[];
  readonly find: (kind: string, namespace: string, name: string) => ClusterObject | undefined;
  readonly releaseOf: (object: ClusterObject) => ClusterRelease | undefined;
  /** Whether somebody else's chart made the object: what it looks like is not in our hands. */
  readonly isForeign: (object: ClusterObject) => boolean;
}

/** Reads a subject. Nothing is taken for granted of the shape of its objects: a field of another type is an absent one. */
export const viewOf = (subject: Subject): View => {
  const { objects, releases, flux } = subject.cluster;
  const byKind = Map.groupBy(objects, ({ manifest }) => manifest.kind);
  const byId = new Map(objects.map((object) => [idOf(object.manifest), object]));
  const byRelease = new Map(releases.map((release) => [release.name, release]));
  const find: View['find'] = (kind, namespace, name) => byId.get(`${kind} ${namespace} ${name}`);
  const namespaces = new Set(objects.map(({ manifest }) => namespaceOf(manifest)));
  const pods = objects.flatMap((object) => podOf(object) ?? []);
  const releaseOf = ({ release }: ClusterObject) => byRelease.get(release ?? '');
  return {
    ...subject,
    objects,
    pods,
    services: (byKind.get('Service') ?? []).map(serviceOf),
    clients: clientsOf(pods, find, namespaces),
    fileAddresses: addressesInFiles(byKind.get('ConfigMap') ?? [], namespaces),
    helmReleases: flux.filter(({ kind }) => kind === 'HelmRelease'),
    ofKind: (...kinds) => kinds.flatMap((kind) => byKind.get(kind) ?? []),
    find,
    releaseOf,
    isForeign: (object) => chartSource(releaseOf(object)?.helmRelease) === 'HelmRepository',
  };
};

/** The kind of the source that a HelmRelease has its chart from. */
export const chartSource = (helmRelease: Manifest | undefined): string | undefined =>
  stringAt(helmRelease, 'spec', 'chart', 'spec', 'sourceRef', 'kind') ??
  stringAt(helmRelease, 'spec', 'chartRef', 'kind');

const idOf = (manifest: Manifest): string =>
  `${manifest.kind} ${namespaceOf(manifest)} ${manifest.metadata.name}`;
