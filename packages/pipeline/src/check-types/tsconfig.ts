import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { replaceFile } from '@helm-charts/engine';
import type { Place } from '../place.ts';

/** The folder in which the results of a project are cached. */
export const folderOf = ({ workspace, root, kind }: Place): string =>
  join(typesFolder(workspace), root === '' ? kind : root);

const typesFolder = (workspace: string): string =>
  join(workspace, 'node_modules/.cache/helm-charts/types');

/** The file that the compiler reads first. */
export const sourceOf = ({ directory, kind }: Place): string =>
  join(directory, 'src', `${kind}.ts`);

/** Writes a tsconfig.json for places, which extends their nearest one, and returns its path. */
export const writeConfig = async (first: Place, others: readonly Place[]): Promise<string> => {
  const { workspace, directory } = first;
  const sources = [first, ...others].map(sourceOf);
  const text = JSON.stringify(tsconfig(sources, nearestConfig(directory, workspace)));
  // Another process may compile other places at the same time.
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
  const config = join(typesFolder(workspace), `tsconfig-${hash}.json`);
  await replaceFile(config, text);
  return config;
};

const tsconfig = (sources: readonly string[], nearest: string | undefined): object => ({
  ...(nearest !== undefined && { extends: nearest }),
  compilerOptions: {
    ...(nearest === undefined && defaults),
    noEmit: true,
    composite: false,
    incremental: false,
    skipLibCheck: true,
    // Unused code is a task for a linter.
    noUnusedLocals: false,
    noUnusedParameters: false,
  },
  files: sources,
  include: [],
});

/** The compiler options for a repository without a tsconfig.json. */
const defaults = {
  target: 'es2023',
  module: 'nodenext',
  strict: true,
  allowImportingTsExtensions: true,
  types: [],
  // In this repository, its own packages are compiled from their sources.
  ...(import.meta.url.endsWith('.ts') && { customConditions: ['@helm-charts/source'] }),
};

/** The possible configuration files of a project, whether or not they exist. */
export const configFiles = ({
  directory,
  workspace,
}: Pick<Place, 'directory' | 'workspace'>): readonly string[] => {
  const names = ['tsconfig.json', 'tsconfig.base.json'].map((name) => join(directory, name));
  const isTop = relative(workspace, directory) === '';
  const above = isTop ? [] : configFiles({ workspace, directory: resolve(directory, '..') });
  return [...names, ...above];
};

/** The tsconfig.json of a directory, or the next one above it. */
export const nearestConfig = (directory: string, workspace: string): string | undefined => {
  const config = join(directory, 'tsconfig.json');
  if (existsSync(config)) return config;
  const isTop = relative(workspace, directory) === '';
  return isTop ? undefined : nearestConfig(resolve(directory, '..'), workspace);
};
