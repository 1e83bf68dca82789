import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { type ManifestDocument, parseManifests } from '@helm-charts/kubernetes';
import type { Build, Checked, Transformation } from '@helm-charts/types';
import type { Backend } from './backend.ts';
import type { Context } from './context.ts';
import { kustomizeFinding } from './kustomize-error.ts';

/** Builds a directory with kustomize and parses its objects. */
export const build = async (
  wanted: Build,
  context: Context,
): Promise<Checked<readonly ManifestDocument[]>> => {
  const { workspaceRoot, cache } = context;
  const backend = await context.backend();
  const { directory, file, text, inputs, more = [], also = [] } = wanted;
  const paths = inputs.toSorted();
  const contents = paths.map((input) => readFileSync(input, 'latin1'));
  const names = [directory, ...paths].map((one) => relative(workspaceRoot, one));
  const replaced = JSON.stringify([more, also]);
  const built = await cache.of(
    ['build', backend.identity, file, text, replaced, ...names, ...contents],
    () => buildAfresh(wanted, backend, workspaceRoot),
  );
  return { ...built, findings: [...backend.findings, ...built.findings] };
};

const buildAfresh = async (
  wanted: Build,
  backend: Backend,
  workspaceRoot: string,
): Promise<Checked<readonly ManifestDocument[]>> => {
  const { directory } = wanted;
  const { text, values, error } = await backend.build(wanted);
  if (text === undefined) return { findings: [kustomizeFinding(error, directory, workspaceRoot)] };
  const source = relative(workspaceRoot, directory) || '.';
  const { documents, findings } = parseManifests(text, source, undefined, { values });
  return { value: documents, findings };
};

/** Runs the post-render kustomizations on the objects of a release, one after another. */
export const transform = async (
  transformation: Transformation,
  context: Context,
): Promise<Checked<string>> => {
  const backend = await context.backend();
  const { text, error } = await backend.transform(transformation);
  if (text !== undefined) return { value: text, findings: backend.findings };
  const said = error
    .trim()
    .replace(/^error: /, '')
    .replace(/\s*\n\s*/g, ' ');
  const message = `kustomize cannot apply spec.postRenderers: ${said}`;
  return { findings: [...backend.findings, { rule: 'kustomize', severity: 'error', message }] };
};
