import type { JsonObject } from './json.ts';
import type { Manifest } from './release.ts';

/** All objects of a profile together, as they stand in the cluster once Flux has installed it. */
export interface Cluster {
  /** What Flux applies itself, then what each release installs. */
  readonly objects: readonly ClusterObject[];
  readonly releases: readonly ClusterRelease[];
  /** The objects that Flux itself acts on: Kustomizations, HelmReleases and their sources. */
  readonly flux: readonly Manifest[];
  readonly edges: readonly Edge[];
}

/** One object of a cluster. */
export interface ClusterObject {
  readonly manifest: Manifest;
  /** Name of the HelmRelease that installs it; absent where Flux applies it. */
  readonly release?: string;
  /** The file that it comes from. */
  readonly where: string;
}

/** A chart as a HelmRelease of the profile installs it. */
export interface ClusterRelease {
  /** Of the HelmRelease. */
  readonly name: string;
  /** Of the HelmRelease. */
  readonly namespace: string;
  readonly helmRelease: Manifest;
  /** Absolute. */
  readonly chartDirectory: string;
  /** Merged as Flux merges them. */
  readonly values: JsonObject;
  /** HelmReleases that must be ready first. */
  readonly dependsOn: readonly string[];
}

/** That one object needs another. Ends are ids as `manifestId` makes them. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly kind:
    | 'secret'
    | 'configMap'
    | 'claim'
    | 'serviceAccount'
    | 'selects'
    | 'address'
    | 'dependsOn';
  /** The key of a Secret or ConfigMap, or the port of a Service, where it needs just that. */
  readonly part?: string;
  /** The path of the field that says so. */
  readonly path: string;
}
