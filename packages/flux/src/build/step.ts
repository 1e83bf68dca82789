import type { Applied } from './directory.ts';

/**
 * A directory to build; `appliedBy` is the Flux Kustomization with its origin, if one applies it.
 */
export interface Step {
  /** Relative to the workspace. */
  readonly path: string;
  readonly appliedBy: Applied | undefined;
  /** The directories from the root to this one. */
  readonly within: readonly string[];
}
