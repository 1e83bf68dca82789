import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { type ManifestDocument, parseManifests } from '@helm-charts/kubernetes';
import type { Build, Checked, Finding, Transformation } from '@helm-charts/types';
import { identityOf } from './code.ts';
import type { Context } from './context.ts';
import { ioFailure } from './io-failure.ts';
import { kustomizeFinding } from './kustomize-error.ts';
import { mirror } from './mirror.ts';
import { type Outcome, run } from './run.ts';

/** Builds a directory with the kustomize in kubectl. Files outside the directory are allowed. */
export const build = async (
  wanted: Build,
  context: Context,
): Promise<Checked<readonly ManifestDocument[]>> => {
  const { workspaceRoot, cache, tool } = context;
  const { path, findings } = await tool('kubectl');
  const { directory, file, text, inputs } = wanted;
  const paths = inputs.toSorted();
  const contents = paths.map((input) => readFileSync(input, 'latin1'));
  const names = [directory, ...paths].map((one) => relative(workspaceRoot, one));
  const built = await cache.of(['build', identityOf(path), file, text, ...names, ...contents], () =>
    buildAfresh(wanted, path, context),
  );
  return { ...built, findings: [...findings, ...built.findings] };
};

const buildAfresh = async (
  { directory, file, text }: Build,
  kubectl: string,
  { workspaceRoot, signal }: Context,
): Promise<Checked<readonly ManifestDocument[]>> => {
  await using copy = await mirror({ root: workspaceRoot, directory, file, text });
  const { isOk, stdout, stderr } = await kustomize(kubectl, copy.directory, directory, signal);
  if (isOk) {
    const { documents, findings } = parseManifests(
      stdout,
      relative(workspaceRoot, directory) || '.',
    );
    return { value: documents, findings };
  }
  const said = stderr.replaceAll(copy.root, workspaceRoot);
  return { findings: [kustomizeFinding(said, directory, workspaceRoot)] };
};

/** Runs the post-render kustomizations on the objects of a release, one after another. */
export const transform = async (
  { kustomizations, file, resources }: Transformation,
  { tool, signal }: Context,
): Promise<Checked<string>> => {
  const { path, findings } = await tool('kubectl');
  let text = resources;
  for (const kustomization of kustomizations) {
    const directory = await mkdtemp(join(tmpdir(), 'post-render-'));
    try {
      await writeFile(join(directory, 'kustomization.yaml'), kustomization);
      await writeFile(join(directory, file), text);
      const outcome = await kustomize(path, directory, 'the objects of a release', signal);
      if (!outcome.isOk) return { findings: [...findings, transformFinding(outcome)] };
      text = outcome.stdout;
    } catch (error) {
      throw ioFailure(error, { folder: directory }) ?? error;
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  }
  return { value: text, findings };
};

const kustomize = (
  kubectl: string,
  directory: string,
  what: string,
  signal: AbortSignal | undefined,
): Promise<Outcome> =>
  run({
    path: kubectl,
    args: ['kustomize', directory, '--load-restrictor=LoadRestrictionsNone'],
    signal,
    purpose: `building ${what}`,
    isUrgent: true,
  });

const transformFinding = ({ stderr }: Outcome): Finding => {
  const said = stderr
    .trim()
    .replace(/^error: /, '')
    .replace(/\s*\n\s*/g, ' ');
  const message = `kustomize cannot apply spec.postRenderers: ${said}`;
  return { rule: 'kustomize', severity: 'error', message };
};
