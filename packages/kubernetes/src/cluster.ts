import type { JsonObject, Manifest, Position } from '@helm-charts/types';
import type { Model } from './model.ts';

/** All objects of a profile together, as they stand in the cluster once Flux has installed it. */
export interface Cluster extends Model {
  readonly releases: readonly ClusterRelease[];
  /** The objects that Flux itself acts on: Kustomizations, HelmReleases and their sources. */
  readonly flux: readonly Manifest[];
}

/** One object of a cluster. */
export interface ClusterObject {
  readonly manifest: Manifest;
  /** Name of the HelmRelease that installs it; absent where Flux applies it. */
  readonly release?: string;
  /** The template or the file that it comes from. */
  readonly position: Position;
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
