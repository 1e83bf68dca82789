import type { IsIgnored } from './artifact.ts';
import type { SourceId } from './source.ts';

/** How a copy treats files (source-watcher: api/v1beta1/artifactgenerator_types.go). */
export type CopyStrategy = 'Overwrite' | 'Merge' | 'Extract';

/** A copy of an ArtifactGenerator, with the local files of its source. */
export interface AssemblyCopy {
  /** As it is in the generator, for messages: `@repo/apps/**`. */
  readonly from: string;
  readonly to: string;
  /** The directory of the source, absolute. */
  readonly root: string;
  /** The files that the artifact of the source does not have. */
  readonly isIgnored: IsIgnored;
  /** The pattern or path of `from`, relative to the source. */
  readonly pattern: string;
  readonly exclude: readonly string[];
  readonly strategy: CopyStrategy;
}

/** What is put together from the files of sources. */
export interface Assembly {
  readonly id: SourceId;
  readonly copies: readonly AssemblyCopy[];
}

/** A directory (absolute) with the files of an artifact, or why source-watcher can't make it. */
export type Assembled =
  | { readonly directory: string }
  /** A clause about the copy: `copy[1] from "@repo/a" finds no file`. */
  | { readonly problem: string };

/** Puts artifacts together in directories outside of the repository, and knows them. */
export interface Assembler {
  readonly assemble: (assembly: Assembly) => Assembled;
  /** The directory of the artifact that contains a path (absolute); undefined for a path in none. */
  readonly rootOf: (path: string) => string | undefined;
}
