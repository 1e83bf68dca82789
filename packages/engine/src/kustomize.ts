import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { type Kustomize, parseManifests, renderedFile, type Transform } from '@helm-charts/flux';
import { Failure, type Finding } from '@helm-charts/types';
import type { Cache } from './cache.ts';
import { identityOf } from './code.ts';
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
  /** Names the program with its version. */
  readonly identity: string;
  /**
   * Throws a Failure: exit code 2 if the directory can't be built, 3 if kubectl died, 130 if
   * aborted.
   */
  readonly build: Kustomize;
  /** Throws as `build` does; `where` is the place of what is applied. */
  readonly transform: (where: string, ...args: Parameters<Transform>) => Promise<string>;
}

/**
 * Finds the kustomize that builds profiles. Paths in findings are relative to the workspace; `cache`
 * remembers builds. Throws a Failure with exit code 3 if there is none.
 */
export const kustomizer = async (
  workspaceRoot: string,
  signal?: AbortSignal,
  cache?: Cache,
): Promise<Kustomizer> => {
  const { path, findings } = await findTool('kubectl');
  const call = (directory: string, purpose: string) =>
    run({
      path,
      args: ['kustomize', directory, '--load-restrictor=LoadRestrictionsNone'],
      signal,
      purpose,
      isUrgent: true,
    });
  const buildAfresh: Kustomize = async ({ directory, file, text }) => {
    await using copy = await mirror({ root: workspaceRoot, directory, file, text });
    const { isOk, stdout, stderr } = await call(copy.directory, `building ${directory}`);
    if (isOk) return parseManifests(stdout, relative(workspaceRoot, directory) || '.');
    const said = stderr.replaceAll(copy.root, workspaceRoot);
    throw new Failure(2, [kustomizeFinding(said, directory, workspaceRoot)]);
  };
  const transform: Kustomizer['transform'] = async (where, kustomization, resources) => {
    const directory = await mkdtemp(join(tmpdir(), 'post-render-'));
    try {
      await writeFile(join(directory, 'kustomization.yaml'), kustomization);
      await writeFile(join(directory, renderedFile), resources);
      const { isOk, stdout, stderr } = await call(directory, 'post-rendering a release');
      if (isOk) return stdout;
      throw new Failure(2, [transformFinding(stderr, where)]);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  };
  const build: Kustomize = async (wanted) => {
    if (cache === undefined) return buildAfresh(wanted);
    const { directory, file, text, inputs } = wanted;
    const paths = inputs.toSorted();
    const contents = paths.map((input) => readFileSync(input, 'latin1'));
    const names = [directory, ...paths].map((one) => relative(workspaceRoot, one));
    return cache.of([identityOf(path), file, text, ...names, ...contents], () =>
      buildAfresh(wanted),
    );
  };
  return { findings, identity: identityOf(path), build, transform };
};

const transformFinding = (stderr: string, where: string): Finding => {
  const said = stderr
    .trim()
    .replace(/^error: /, '')
    .replace(/\s*\n\s*/g, ' ');
  const message = `kustomize can't apply the postRenderers: ${said}.`;
  return { rule: 'kustomize', severity: 'error', where, message };
};
