import type { Finding } from '@helm-charts/types';
import type { Files } from '../sources/files.ts';
import type { Locate } from '../sources/origin.ts';
import type { SourceId } from './follow.ts';
import type { LayerDocument } from './layer.ts';

/** A tree of files with Flux objects. Paths are absolute. */
export interface Tree {
  /** The directory that a cluster is bootstrapped from. */
  readonly directory: string;
  /** What Flux sees as the root of the repository. */
  readonly repository: string;
  readonly files: Files;
}

/** The objects that one Flux Kustomization applies, in the order of kustomize. */
export interface Layer {
  /** Relative to the workspace. */
  readonly path: string;
  /**
   * The Flux Kustomization that applies it (`flux-system/releases`); undefined for a root that
   * only the bootstrap applies.
   */
  readonly appliedBy: string | undefined;
  readonly documents: readonly LayerDocument[];
}

/** Everything that Flux applies from a tree: the root first, then what its Kustomizations lead to, in their order. */
export interface BuiltTree extends Tree {
  readonly layers: readonly Layer[];
  readonly findings: readonly Finding[];
  /** Whether every directory could be built. */
  readonly isWhole: boolean;
  readonly locate: Locate;
  /** The source that holds the workspace; undefined if every GitRepository does. */
  readonly home: SourceId | undefined;
}
