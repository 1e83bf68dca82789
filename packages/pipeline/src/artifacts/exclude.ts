import { posix } from 'node:path';
import { expressionOf, isPattern } from './glob.ts';

/** Tells whether a copy excludes a path of its source. `base` is the directory that the copy selects. */
export type Excludes = (path: string, base: string) => boolean;

/**
 * Reads the exclude patterns of a copy: they match paths relative to the source or to what the copy selects, and patterns
 * without a slash match names (source-watcher: internal/builder/builder.go, shouldExclude). Returns the first invalid pattern.
 */
export const readExcludes = (
  patterns: readonly string[],
): Excludes | { readonly invalid: string } => {
  const read = patterns.map((pattern) => ({ pattern, expression: expressionOf(pattern) }));
  const invalid = read.find(({ expression }) => expression === undefined);
  if (invalid !== undefined) return { invalid: invalid.pattern };
  const matches = (path: string) =>
    read.some(
      ({ pattern, expression }) =>
        expression?.test(path) ||
        (!pattern.includes('/') && expression?.test(posix.basename(path))),
    );
  return (path, base) => {
    if (matches(path)) return true;
    const inside = posix.relative(base, path);
    return !['', path].includes(inside) && !inside.startsWith('..') && matches(inside);
  };
};

/** The directories of a pattern before its first segment with a star (source-watcher: sourceSelectionRoot). */
export const selectedRoot = (pattern: string): string => {
  const segments = posix.normalize(pattern).split('/');
  const first = segments.findIndex(isPattern);
  return segments.slice(0, first === -1 ? segments.length : first).join('/') || '.';
};
