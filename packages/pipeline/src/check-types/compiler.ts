import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { replaceFile } from '@helm-charts/engine';
import type { Place } from '../place.ts';

/** The output of the compiler for a project, and the files that it read, without installed packages. */
export interface Compilation {
  readonly output: string;
  /** Why the compiler failed, if it compiled nothing. */
  readonly failure: string | undefined;
  readonly files: readonly string[];
}

/** The compiler of a workspace; undefined if it is not installed. */
export const findCompiler = (workspace: string): string | undefined => {
  try {
    const manifest = createRequire(join(workspace, 'package.json')).resolve(
      'typescript/package.json',
    );
    return join(dirname(manifest), 'bin/tsc');
  } catch {
    return undefined;
  }
};

/** Writes a tsconfig.json for a chart or profile, which extends its nearest one, and returns its path. */
export const writeConfig = async (place: Place): Promise<string> => {
  const config = join(folderOf(place), 'tsconfig.json');
  await replaceFile(config, JSON.stringify(tsconfig(place)));
  return config;
};

/** Compiles the sources of a chart or profile without output files. */
export const compile = async (
  compiler: string,
  config: string,
  place: Place,
): Promise<Compilation> => {
  const args = [compiler, '-p', config, '--pretty', 'false', '--listFiles'];
  const { output, failure } = await new Promise<Omit<Compilation, 'files'>>((done) => {
    execFile(
      process.execPath,
      args,
      { cwd: place.workspace, maxBuffer: 2 ** 28 },
      (error, output, stderr) =>
        done({
          output,
          failure: error === null ? undefined : stderr || reasonIn(output) || error.message,
        }),
    );
  });
  const lines = output.split('\n');
  const files = lines.filter((line) => existsSync(line) && !line.includes('/node_modules/'));
  return { output: lines.filter((line) => !existsSync(line)).join('\n'), failure, files };
};

/** An error without a place, for instance of a tsconfig.json that extends a file that does not exist. */
const reasonIn = (output: string): string | undefined => /^error TS\d+: (.+)$/m.exec(output)?.[1];

/** The folder in which the results of a project are cached. */
export const folderOf = ({ workspace, root, kind }: Place): string =>
  join(workspace, 'node_modules/.cache/helm-charts/types', root === '' ? kind : root);

const tsconfig = (place: Place): object => {
  const found = nearestConfig(place.directory, place.workspace);
  return {
    ...(found !== undefined && { extends: found }),
    compilerOptions: {
      ...(found === undefined && defaults),
      noEmit: true,
      composite: false,
      incremental: false,
      skipLibCheck: true,
      // Unused code is a task for a linter.
      noUnusedLocals: false,
      noUnusedParameters: false,
    },
    files: [join(place.directory, 'src', `${place.kind}.ts`)],
    include: [],
  };
};

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

const nearestConfig = (directory: string, workspace: string): string | undefined => {
  const config = join(directory, 'tsconfig.json');
  if (existsSync(config)) return config;
  const isTop = relative(workspace, directory) === '';
  return isTop ? undefined : nearestConfig(resolve(directory, '..'), workspace);
};
