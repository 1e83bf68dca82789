import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Build, Transformation } from '@helm-charts/types';
import type { Outcome } from '../backend.ts';
import type { Settings } from '../choose.ts';
import { ioFailure } from '../io-failure.ts';
import { mirror } from './mirror.ts';
import { run } from './run.ts';

/** What the calls of kustomize share. */
interface WithKubectl extends Settings {
  /** The path of kubectl, which has kustomize built in. */
  readonly kubectl: string;
}

/** Builds a directory with some files replaced. */
export const build = async (
  { directory, file, text, more = [], also = [] }: Build,
  settings: WithKubectl,
): Promise<Outcome> => {
  const isBelow = (folder: string) => `${directory}/`.startsWith(`${folder}/`);
  const root = also.find(isBelow) ?? settings.workspaceRoot;
  await using copy = await mirror(root, directory, [
    ...more,
    { path: join(directory, file), text },
  ]);
  const { error, ...rest } = await kustomize(copy.directory, directory, settings);
  return { ...rest, error: error.replaceAll(copy.root, root) };
};

/** Runs kustomizations over objects, one after another. */
export const transform = async (
  { kustomizations, file, resources }: Transformation,
  settings: WithKubectl,
): Promise<Outcome> => {
  let outcome: Outcome = { text: resources, error: '', warnings: [] };
  for (const kustomization of kustomizations) {
    if (outcome.text === undefined) break;
    const directory = await mkdtemp(join(tmpdir(), 'post-render-'));
    try {
      await writeFile(join(directory, 'kustomization.yaml'), kustomization);
      await writeFile(join(directory, file), outcome.text);
      outcome = await kustomize(directory, 'the objects of a release', settings);
    } catch (error) {
      throw ioFailure(error, { folder: directory }) ?? error;
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  }
  return outcome;
};

const kustomize = async (
  directory: string,
  what: string,
  { kubectl, signal, limits }: WithKubectl,
): Promise<Outcome> => {
  const { isOk, stdout, stderr } = await run({
    path: kubectl,
    args: ['kustomize', directory, '--load-restrictor=LoadRestrictionsNone'],
    signal,
    limits,
    what: 'kustomize',
    purpose: `building ${what}`,
    isUrgent: true,
  });
  return { text: isOk ? stdout : undefined, error: stderr, warnings: [] };
};
