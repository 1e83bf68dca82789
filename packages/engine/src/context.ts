import type { Backend } from './backend.ts';
import type { Cache } from './cache.ts';
import type { Limits } from './limits.ts';

/** The context in which programs run. */
export interface Context {
  /** Absolute. */
  readonly workspaceRoot: string;
  readonly kubeVersion: string;
  /** The version of Helm that charts are rendered with. */
  readonly helm: string;
  /** The sets of schemas that objects are validated against. */
  readonly schemas: readonly string[];
  readonly signal: AbortSignal | undefined;
  readonly limits: Limits;
  readonly cache: Cache;
  /** Opened at the first request. */
  readonly backend: () => Promise<Backend>;
}
