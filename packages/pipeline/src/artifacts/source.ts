import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { AssemblyCopy } from '@helm-charts/flux';
import { expressionOf, isPattern } from './glob.ts';

/** The files of a source as they are in its artifact: without links and what Flux excludes. Paths are relative to it. */
export interface SourceTree {
  readonly kind: (path: string) => 'file' | 'directory' | undefined;
  /** The names in a directory, sorted. */
  readonly list: (directory: string) => readonly string[];
  readonly read: (path: string) => Uint8Array;
  readonly absolute: (path: string) => string;
}

/** The files of the source of a copy. */
export const sourceTree = ({ root, isIgnored }: AssemblyCopy): SourceTree => {
  const absolute = (path: string) => join(root, path);
  const kind = (path: string): 'file' | 'directory' | undefined => {
    if (path.startsWith('..') || (path !== '.' && isIgnored(absolute(path)))) return undefined;
    const found = lstatSync(absolute(path), { throwIfNoEntry: false });
    return found?.isDirectory() ? 'directory' : found?.isFile() ? 'file' : undefined;
  };
  return {
    kind,
    list: (directory) =>
      readdirSync(absolute(directory))
        .sort()
        .filter((name) => kind(posix.join(directory, name)) !== undefined),
    read: (path) => readFileSync(absolute(path)),
    absolute,
  };
};

/** The paths that match a pattern of Go's fs.Glob, sorted; undefined for an invalid pattern. */
export const globIn = (tree: SourceTree, pattern: string): readonly string[] | undefined => {
  const segments = pattern.split('/').map((segment) => ({
    segment,
    expression:
      isPattern(segment) || segment.includes('\\') ? expressionOf(segment, true) : undefined,
  }));
  if (segments.some((one) => isPattern(one.segment) && one.expression === undefined))
    return undefined;
  // Go matches names, and none is empty.
  if (pattern.endsWith('/')) return [];
  return segments.reduce<readonly string[]>(
    (paths, { segment, expression }) =>
      paths.flatMap((path) => {
        if (tree.kind(path) !== 'directory') return [];
        const names =
          expression === undefined
            ? [segment]
            : tree.list(path).filter((name) => expression.test(name));
        return names
          .map((name) => posix.join(path, name))
          .filter((one) => tree.kind(one) !== undefined);
      }),
    ['.'],
  );
};

/** All paths below a directory in the order of Go's fs.WalkDir. `skips` leaves out a path with what is below it. */
export const walk = (
  tree: SourceTree,
  directory: string,
  skips: (path: string) => boolean = () => false,
): readonly string[] =>
  tree.list(directory).flatMap((name) => {
    const path = posix.join(directory, name);
    if (skips(path)) return [];
    return tree.kind(path) === 'directory' ? [path, ...walk(tree, path, skips)] : [path];
  });
