import type { Finding } from '@helm-charts/types';
import type { Assumptions } from '../in-cluster/in-cluster.ts';
import type { Assembler } from '../sources/assembly.ts';
import type { Files } from '../sources/files.ts';
import type { Sources } from '../sources/find.ts';
import type { Locate } from '../sources/origin.ts';
import type { FindCopy } from '../sources/remote.ts';
import type { SourceId } from '../sources/source.ts';
import type { LayerDocument } from './layer.ts';

/** A tree of files with Flux objects. Paths are absolute. */
export interface Tree {
  /** The directory that `flux bootstrap` applies. */
  readonly directory: string;
  /** The root of the repository. */
  readonly repository: string;
  readonly files: Files;
  /** The directories of sources that contain this repository or a part of it, relative to it. */
  readonly declaredSources?: Readonly<Record<SourceId, string>> | undefined;
  /** What the cluster has besides the objects of the tree. */
  readonly assumptions?: Assumptions | undefined;
  /** Finds the local copies of remote bases; without it, no base has one. */
  readonly copyOf?: FindCopy | undefined;
  /** Puts the artifacts of ArtifactGenerators together; without it, only those that are plain copies are built. */
  readonly assembler?: Assembler | undefined;
}

/** The objects that one Flux Kustomization applies, in the order of kustomize. */
export interface Layer {
  /** Relative to the workspace. */
  readonly path: string;
  /**
   * The Flux Kustomization or ResourceSet that applies it (`flux-system/releases`); undefined for a root that
   * only `flux bootstrap` applies.
   */
  readonly appliedBy: string | undefined;
  /** Set if it is not a Kustomization that applies it: a ResourceSet of the Flux Operator makes its objects. */
  readonly applier?: 'ResourceSet' | undefined;
  /** What `spec.kubeConfig` says of another cluster that it is applied to. */
  readonly cluster?: string | undefined;
  readonly documents: readonly LayerDocument[];
}

/** What applies the objects of a layer: `Kustomization flux-system/releases`; undefined for the root. */
export const applierOf = ({
  appliedBy,
  applier,
}: Pick<Layer, 'appliedBy' | 'applier'>): string | undefined =>
  appliedBy === undefined ? undefined : `${applier ?? 'Kustomization'} ${appliedBy}`;

/**
 * Everything that Flux applies from a tree: first the root, then the layers of its Kustomizations,
 * in their order.
 */
export interface BuiltTree extends Tree {
  readonly layers: readonly Layer[];
  readonly findings: readonly Finding[];
  /** Whether every directory was built. */
  readonly isWhole: boolean;
  /** Whether Flux may apply more than this to the cluster, so that nobody knows whether an object is missing. */
  readonly isPartial: boolean;
  readonly locate: Locate;
  readonly sources: Sources;
}
