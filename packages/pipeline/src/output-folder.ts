import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { appliedDirectories, type BuiltTree, directoryReading } from '@helm-charts/flux';
import { Failure, type Finding } from '@helm-charts/types';
import { isForeign } from './cache-folder.ts';
import type { Input } from './input.ts';
import { isDirectory } from './place.ts';

/**
 * The folder below which the manifests of a workspace are written: the one that somebody asks for, else `dist/render`;
 * undefined for a foreign repository, into which nothing is written.
 */
export const outputFolder = (workspace: string, output: string | undefined): string | undefined =>
  output ?? (isForeign(workspace) ? undefined : join(workspace, 'dist/render'));

/** Marks a folder whose files are all replaced by the next render. */
export const marker = '.helm-charts-output';

/** The text of the marker. */
export const markerText = 'helm-charts render writes this folder, and replaces all of its files.\n';

/**
 * Folders that somebody has asked for and that have other files: all files of an output folder are replaced, so one that has
 * files must have the marker of an earlier render.
 */
export const outputProblems = (inputs: readonly Input[]): readonly Finding[] =>
  inputs.flatMap(({ out, isMarked = false, workspaceRoot }): Finding[] => {
    if (out === undefined || !isMarked || !isDirectory(out)) return [];
    const entries = readdirSync(out, { withFileTypes: true });
    if (entries.every((entry) => entry.isDirectory())) return [];
    if (entries.some(({ name }) => name === marker)) return [];
    return [
      {
        rule: 'output',
        severity: 'error',
        input: relative(workspaceRoot, out) || '.',
        message: 'the folder has files that no render has written, and a render replaces all files',
        fix: 'name another folder with --output, or remove these files',
      },
    ];
  });

/**
 * Refuses an output folder that somebody has asked for and that the next render would read: Flux applies the directory that it is
 * in, or it is one of the folders of a chart whose files Helm renders or installs. Links are followed.
 * @throws {Failure} With exit code 2.
 */
export const refuseOwnInput = (
  { kind, workspaceRoot, directory, out, isMarked = false }: Input,
  built: BuiltTree,
): void => {
  if (out === undefined || !isMarked) return;
  // Flux leaves out links, and their targets may be directories that it applies.
  const path = join(workspaceRoot, relative(realPath(workspaceRoot), realPath(out)));
  const problem =
    kind === 'tree' ? readBy(path, built) : rendered(path, directory, relative(workspaceRoot, out));
  if (problem === undefined) return;
  const input = relative(workspaceRoot, out) || '.';
  const fix = 'name another folder with --output';
  throw new Failure(2, [{ rule: 'output', severity: 'error', input, fix, ...problem }]);
};

type Problem = Pick<Finding, 'message'> & Partial<Pick<Finding, 'fix'>>;

const readBy = (path: string, built: BuiltTree): Problem | undefined => {
  const replaced = appliedDirectories(built).find((one) =>
    isWithin(path, join(built.repository, one)),
  );
  if (replaced !== undefined) {
    const message = `Flux applies ${nameOf(replaced)}, and a render replaces all files of the folder`;
    return { message };
  }
  const reading = directoryReading(built, join(path, 'manifests.yaml'));
  if (reading === undefined) return undefined;
  const message = `Flux applies every manifest below ${nameOf(reading)}, so the next render would read what this one writes`;
  return { message, fix: 'name another folder with --output, or exclude it in .sourceignore' };
};

const rendered = (path: string, chart: string, name: string): Problem | undefined =>
  ['templates', 'crds', 'charts'].some((one) => isWithin(join(chart, one), path))
    ? {
        message: `${name} is a part of the chart, so the next render would read what this one writes`,
      }
    : undefined;

const nameOf = (directory: string): string => directory || 'the repository';

const isWithin = (directory: string, path: string): boolean => {
  const inside = relative(directory, path);
  return inside !== '..' && !inside.startsWith(`..${sep}`);
};

/** The path without links; the part of it that does not exist yet has none. */
const realPath = (path: string): string =>
  existsSync(path) || dirname(path) === path
    ? realpathSync(path)
    : join(realPath(dirname(path)), basename(path));
