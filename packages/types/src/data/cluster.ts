import type { JsonObject } from './json.ts';
import type { Manifest } from './release.ts';

/** All objects of a profile as they meet in the cluster, and the releases and Flux objects that bring them there. */
export interface Cluster {
  readonly objects: readonly ClusterObject[];
  readonly releases: readonly ClusterRelease[];
  /** What Flux itself applies: namespaces, sources, Kustomizations, HelmReleases, their values. */
  readonly flux: readonly Manifest[];
  readonly edges: readonly Edge[];
}

/** An object that a release installs. */
export interface ClusterObject {
  readonly manifest: Manifest;
  /** The name of its release. */
  readonly release?: string;
  /** The template that it was rendered from. */
  readonly where: string;
}

/** A release with the HelmRelease that asks for it. */
export interface ClusterRelease {
  readonly name: string;
  readonly namespace: string;
  readonly helmRelease: Manifest;
  /** Absolute. */
  readonly chartDirectory: string;
  /** What is laid over the chart's own values.yaml. */
  readonly values: JsonObject;
  /** The names of HelmReleases, as `spec.dependsOn` has them. */
  readonly dependsOn: readonly string[];
}

/** One object needs another: `from` and `to` are ids as in findings (`Deployment msp/pgbouncer`). */
export interface Edge {
  readonly kind:
    | 'secret-key'
    | 'config-key'
    | 'service-port'
    | 'volume-claim'
    | 'service-account'
    | 'depends-on';
  readonly from: string;
  readonly to: string;
  readonly key?: string;
}
