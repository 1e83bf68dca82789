import { join, resolve } from 'node:path';
import { listAt } from '@helm-charts/kubernetes';
import type { Position } from '@helm-charts/types';
import { locateDirectory } from '../build/follow.ts';
import type { BuiltTree } from '../build/tree.ts';
import { isKustomization } from '../kinds.ts';
import type { Files } from './files.ts';
import { kustomizationIn } from './kustomization.ts';
import { referencesOf } from './references.ts';
import { isRemote } from './remote.ts';

/** What a kustomization names by a URL, so that Flux fetches it. */
export interface RemoteUse {
  readonly url: string;
  /** Whether it can only be a file, and no base. */
  readonly isFile: boolean;
  readonly position: Position;
}

/** Finds the local copy of what a kustomization names by its URL: the file, or the directory of the base. */
type FindPath = (url: string) => string | undefined;

/**
 * Finds what the kustomizations of a tree name by URLs, also those in local copies of remote bases. Each URL is there
 * once.
 */
export const remoteUses = (built: BuiltTree, copyOf: FindPath): readonly RemoteUse[] => {
  const { files } = built;
  const uses = new Map<string, RemoteUse>();
  const seen = new Set<string>();
  const visit = (directory: string): void => {
    if (seen.has(directory)) return;
    seen.add(directory);
    const kustomization = kustomizationIn(directory, files);
    if (kustomization === undefined) {
      for (const child of foldersIn(directory, files)) visit(child);
      return;
    }
    const { file, value, document } = kustomization;
    for (const { path, at, isBase } of referencesOf(value)) {
      const target = resolve(directory, path);
      const kind = files.kind(target);
      if (kind === 'directory' && isBase) visit(target);
      if (kind !== undefined || !isRemote(path)) continue;
      const position = { file: files.name(file), line: document?.lineOf(at) ?? 1 };
      const known = uses.get(path);
      if (known === undefined || (known.isFile && isBase))
        uses.set(path, { url: path, isFile: !isBase, position });
      const copy = copyOf(path);
      if (copy !== undefined && files.kind(copy) === 'directory') visit(copy);
    }
  };
  for (const directory of appliedBy(built)) visit(directory);
  return [...uses.values()];
};

/** The directories that the Kustomizations of a tree apply, absolute, whether they can be built or not. */
const appliedBy = ({ directory, repository, layers, sources }: BuiltTree): readonly string[] => {
  const kustomizations = layers
    .flatMap(({ documents }) => documents.map(({ manifest }) => manifest))
    .filter(isKustomization);
  const found = kustomizations.flatMap((manifest) => {
    const place = locateDirectory(manifest, sources);
    if (place.kind !== 'here') return [];
    const path = join(repository, place.path);
    const components = listAt(manifest.spec, 'components').filter((one) => typeof one === 'string');
    return [path, ...components.map((one) => resolve(path, one))];
  });
  return [directory, ...found];
};

/** Flux builds the folders below a directory that has no kustomization. */
const foldersIn = (directory: string, files: Files): readonly string[] =>
  files
    .list(directory)
    .map((name) => join(directory, name))
    .filter((path) => files.kind(path) === 'directory');
