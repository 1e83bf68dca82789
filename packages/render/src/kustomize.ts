import type { Kustomize } from '@helm-charts/flux';
import { Failure, type Finding } from '@helm-charts/types';
import { kustomizeFinding } from './kustomize-error.ts';
import { mirror } from './mirror.ts';
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
  const build: Kustomize = async ({ directory, file, text }) => {
    await using copy = await mirror({ root: workspaceRoot, directory, file, text });
    const { isOk, stdout, stderr } = await run({
      path,
      args: ['kustomize', copy.directory, '--load-restrictor=LoadRestrictionsNone'],
      signal,
      purpose: `building ${directory}`,
      isUrgent: true,
    });
    if (isOk) return stdout;
    const said = stderr.replaceAll(copy.root, workspaceRoot);
    throw new Failure(2, [kustomizeFinding(said, directory, workspaceRoot)]);
  };
  return { findings, build };
};
