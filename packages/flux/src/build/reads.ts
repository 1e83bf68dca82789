import { dirname, relative, resolve, sep } from 'node:path';
import { stringAt } from '@helm-charts/kubernetes';
import { artifactOf } from '../sources/artifact.ts';
import { kustomizationIn } from '../sources/kustomization.ts';
import type { BuiltTree } from './tree.ts';

/**
 * The directory (relative to the repository) whose build reads a new YAML file at a path (absolute): Flux applies it, and
 * neither a kustomization nor `.sourceignore`, `.gitignore` and `spec.ignore` of the source exclude the file; undefined if
 * there is none.
 */
export const directoryReading = (built: BuiltTree, path: string): string | undefined => {
  const { repository, files, sources } = built;
  const isIgnored = artifactOf(repository, files, stringAt(sources.own?.spec, 'ignore'));
  return appliedDirectories(built).find((directory) => {
    const root = resolve(repository, directory);
    const around = directoriesBetween(root, path);
    return (
      around.length > 0 &&
      !isIgnored(path) &&
      !around.some((one) => isIgnored(one) || kustomizationIn(one, files))
    );
  });
};

/** The directories that Flux applies, relative to the repository. */
export const appliedDirectories = ({
  directory,
  repository,
  layers,
}: BuiltTree): readonly string[] => [
  ...new Set([relative(repository, directory), ...layers.map(({ path }) => path)]),
];

/** The directories from a root to a path below it, the root included; empty for a path that is not below it. */
const directoriesBetween = (root: string, path: string): readonly string[] => {
  const inside = relative(root, path);
  if (inside === '' || inside === '..' || inside.startsWith(`..${sep}`)) return [];
  const parent = dirname(path);
  return parent === root ? [root] : [...directoriesBetween(root, parent), parent];
};
