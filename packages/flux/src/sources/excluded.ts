import { extname, join, relative } from 'node:path';
import ignore from 'ignore';
import type { Files } from './files.ts';

/**
 * Whether patterns exclude a file of a directory (absolute) that a build may read. Patterns match paths relative to the
 * root of the source and to the directory (fluxcd/source-watcher: internal/builder/builder.go, shouldExcludePath).
 */
export const excludesSources = (
  root: string,
  directory: string,
  patterns: readonly string[],
  files: Files,
): boolean => {
  const matcher = ignore().add([...patterns]);
  const visit = (path: string): boolean =>
    files.list(path).some((name) => {
      const inside = join(path, name);
      if (files.kind(inside) === 'directory') return visit(inside);
      if (!sources.has(extname(name))) return false;
      return [root, directory].some((base) => matcher.ignores(relative(base, inside)));
    });
  return visit(directory);
};

/** What kustomize and Helm read. */
const sources: ReadonlySet<string> = new Set(['.yaml', '.yml', '.json', '.tpl', '.env', '']);
