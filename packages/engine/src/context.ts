import type { Cache } from './cache.ts';
import type { Tool, ToolName } from './tool.ts';

/** The context in which programs run. */
export interface Context {
  /** Absolute. */
  readonly workspaceRoot: string;
  readonly kubeVersion: string;
  readonly signal: AbortSignal | undefined;
  readonly cache: Cache;
  readonly tool: (name: ToolName) => Promise<Tool>;
}
