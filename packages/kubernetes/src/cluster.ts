import type { JsonObject, Manifest, Position } from '@helm-charts/types';
import type { Model } from './model.ts';

/** All objects of a profile, as they are in the cluster after Flux has installed it. */
export interface Cluster extends Model {
  readonly releases: readonly ClusterRelease[];
  /** The Flux objects: Kustomizations, HelmReleases and their sources. */
  readonly flux: readonly Manifest[];
}

/** One object of a cluster. */
export interface ClusterObject {
  readonly manifest: Manifest;
  /** The name of the HelmRelease that installs it; absent if kustomize-controller applies it. */
  readonly release?: string;
  /** The position of its template or file. */
  readonly position: Position;
}

/** A release of the profile, with its chart and values. */
export interface ClusterRelease {
  /** From the HelmRelease. */
  readonly name: string;
  /** From the HelmRelease. */
  readonly namespace: string;
  readonly helmRelease: Manifest;
  /** Absolute path. */
  readonly chartDirectory: string;
  /** Merged as Flux merges them. */
  readonly values: JsonObject;
  /** HelmReleases that must be ready first. */
  readonly dependsOn: readonly string[];
}
