import type { Cache } from './cache.ts';
import type { Tool, ToolName } from './tool.ts';

/** What programs are run with. */
export interface Context {
  /** Absolute. */
  readonly workspaceRoot: string;
  readonly kubeVersion: string;
  readonly signal: AbortSignal | undefined;
  readonly cache: Cache;
  readonly tool: (name: ToolName) => Promise<Tool>;
}
