import type { ManifestDocument } from '@helm-charts/flux';
import type { Finding, Release } from '@helm-charts/types';

/** For which cluster, and how, releases are rendered. */
export interface EngineOptions {
  /** Paths in findings are relative to it. */
  readonly workspaceRoot: string;
  /** The cluster's version, `1.36.3`; that in versions.ts unless given. */
  readonly kubeVersion?: string | undefined;
  /** Aborting it stops the rendering with exit code 130. */
  readonly signal?: AbortSignal | undefined;
  /** Is told of objects as soon as they are there, while others are being rendered. */
  readonly onObjects?: ((documents: readonly ManifestDocument[]) => void) | undefined;
}

/**
 * What an engine made of a release: a YAML stream with a `# Source:` comment in each document, and
 * what it warned of.
 */
export interface Templated {
  readonly text: string;
  readonly findings: readonly Finding[];
}

/** Something that renders charts as Helm does. */
export interface RenderEngine {
  /** What is to be known of the engine itself, for instance that it isn't Flux's version. */
  readonly findings: readonly Finding[];
  /** Names the program with its version; renders of an engine without it are not remembered. */
  readonly identity?: string;
  /**
   * Throws a Failure: exit code 2 with all that is wrong with chart or values, 3 if the engine
   * died, 130 if aborted.
   */
  readonly template: (release: Release, options: EngineOptions) => Promise<Templated>;
}
