import type { Kustomize } from '@helm-charts/flux';
import { Failure, type Finding } from '@helm-charts/types';
import { kustomizeFinding } from './kustomize-error.ts';
import { run } from './run.ts';
import { findTool } from './tool.ts';

/**
 * The kustomize within kubectl, and what is to be known of it, for instance that it isn't Flux's
 * version.
 */
export interface Kustomizer {
  readonly findings: readonly Finding[];
  /**
   * Throws a Failure: exit code 2 if the directory can't be built, 3 if kubectl died, 130 if
   * aborted.
   */
  readonly build: Kustomize;
}

/**
 * Finds the kustomize that builds profiles. Paths in findings are relative to the workspace. Throws
 * a Failure with exit code 3 if there is none.
 */
export const kustomizer = async (
  workspaceRoot: string,
  signal?: AbortSignal,
): Promise<Kustomizer> => {
  const { path, findings } = await findTool('kubectl');
  const build = async (directory: string) => {
    const { isOk, stdout, stderr } = await run({
      path,
      args: ['kustomize', directory],
      signal,
      purpose: `building ${directory}`,
      isUrgent: true,
    });
    if (!isOk) throw new Failure(2, [kustomizeFinding(stderr, directory, workspaceRoot)]);
    return stdout;
  };
  return { findings, build };
};
