import { posix } from 'node:path';
import type { AssemblyCopy } from '@helm-charts/flux';
import { isArchive, readArchive } from './archive.ts';
import { type Excludes, readExcludes, selectedRoot } from './exclude.ts';
import { expressionOf, isPattern } from './glob.ts';
import { mergeYaml } from './merge.ts';
import { globIn, type SourceTree, sourceTree, walk } from './source.ts';
import { addDirectory, addFile, type Staging } from './tree.ts';

/** A copy, and what it reads. */
interface Work {
  readonly copy: AssemblyCopy;
  readonly tree: SourceTree;
  readonly excludes: Excludes;
  readonly staging: Staging;
  /** The destination, relative to the artifact. */
  readonly to: string;
}

/**
 * Does a copy of an ArtifactGenerator, with the rules of `cp` (source-watcher: internal/builder/builder.go,
 * applyCopyOperation). Returns a clause that says why it fails; undefined if it does not.
 */
export const applyCopy = (copy: AssemblyCopy, staging: Staging): string | undefined => {
  const [, to] = /^@artifact\/(.*)$/s.exec(copy.to) ?? [];
  if (to === undefined) return `its destination "${copy.to}" does not begin with @artifact/`;
  const excludes = readExcludes(copy.exclude);
  if ('invalid' in excludes) return `the exclude pattern "${excludes.invalid}" is invalid`;
  const work = { copy, excludes, staging, tree: sourceTree(copy), to: posix.normalize(to || '.') };
  return isPattern(copy.pattern) ? copyMatches(work) : copyOne(work);
};

const copyOne = (work: Work): string | undefined => {
  const { copy, tree, excludes, staging } = work;
  const path = posix.normalize(copy.pattern || '.').replace(/(.)\/$/, '$1');
  const to = work.to.replace(/(.)\/$/, '$1');
  const kind = tree.kind(path);
  if (kind === undefined) return `${path} does not exist in its source`;
  if (kind === 'directory') {
    if (copy.strategy === 'Extract')
      return `${path} is a directory, and only archives are extracted`;
    return copyDirectory(work, path, posix.join(to, posix.basename(path)), path);
  }
  if (excludes(path, '.')) return undefined;
  if (copy.strategy === 'Extract') {
    return isArchive(path) ? extract(work, path) : `${path} is no archive (.tar.gz or .tgz)`;
  }
  const isInto = copy.to.endsWith('/') || staging.directories.has(to);
  return copyFile(work, path, isInto ? posix.join(to, posix.basename(path)) : to);
};

const copyMatches = (work: Work): string | undefined => {
  const { copy, tree, excludes, to } = work;
  const { pattern, strategy } = copy;
  const matches = strategy === 'Extract' ? archivesIn(tree, pattern) : globIn(tree, pattern);
  if (matches === undefined) return `the pattern "${pattern}" is invalid`;
  if (matches.length === 0) return `no file of its source matches the pattern "${pattern}"`;
  const base = selectedRoot(pattern);
  const left = matches.filter((path) => path !== '.' && !excludes(path, base));
  if (left.length === 0) return `every file that matches the pattern "${pattern}" is excluded`;
  return firstProblem(left, (path) => {
    if (strategy === 'Extract') return isArchive(path) ? extract(work, path) : undefined;
    const target = posix.join(to, destinationOf(pattern, path));
    return tree.kind(path) === 'directory'
      ? copyDirectory(work, path, target, base)
      : copyFile(work, path, target);
  });
};

/** All paths that a pattern with double stars matches. */
const archivesIn = (tree: SourceTree, pattern: string): readonly string[] | undefined => {
  // A slash at the end means directories, which have nothing to extract.
  const expression = expressionOf(pattern.replace(/(.)\/$/, '$1'));
  return expression && ['.', ...walk(tree, '.')].filter((path) => expression.test(path));
};

/** `dir/**` leaves out the directory; other patterns keep the whole path. */
const destinationOf = (pattern: string, path: string): string => {
  const [, directory] = /^(.*)\/\*\*$/.exec(pattern) ?? [];
  return directory !== undefined && path.startsWith(`${directory}/`)
    ? path.slice(directory.length + 1)
    : path;
};

/** Files in a directory replace those of the artifact, whatever the strategy is. */
const copyDirectory = (
  { tree, excludes, staging }: Work,
  from: string,
  to: string,
  base: string,
): string | undefined =>
  addDirectory(staging, to) ??
  firstProblem(
    walk(tree, from, (path) => excludes(path, base)),
    (path) => {
      const target = posix.join(to, posix.relative(from, path));
      return tree.kind(path) === 'directory'
        ? addDirectory(staging, target)
        : addFile(staging, target, { content: tree.read(path), from: tree.absolute(path) });
    },
  );

const copyFile = ({ copy, tree, staging }: Work, path: string, to: string): string | undefined => {
  const [content, from] = [tree.read(path), tree.absolute(path)];
  const present = staging.files.get(to);
  if (copy.strategy !== 'Merge' || present === undefined)
    return addFile(staging, to, { content, from });
  const merged = mergeYaml(present.content, content);
  if ('problem' in merged) return `${path} can't be merged with ${to}: ${merged.problem}`;
  return addFile(staging, to, { content: Buffer.from(merged.text), from: present.from });
};

const extract = ({ tree, staging, to }: Work, path: string): string | undefined => {
  const from = tree.absolute(path);
  try {
    return (
      addDirectory(staging, to.replace(/(.)\/$/, '$1')) ??
      firstProblem(readArchive(tree.read(path)), (entry) => {
        const target = posix.join(to, entry.path);
        return entry.content === undefined
          ? addDirectory(staging, target)
          : addFile(staging, target, { content: entry.content, from });
      })
    );
  } catch (error) {
    return `${path} can't be extracted: ${error instanceof Error ? error.message : String(error)}`;
  }
};

const firstProblem = <T>(
  items: readonly T[],
  work: (item: T) => string | undefined,
): string | undefined => {
  for (const item of items) {
    const problem = work(item);
    if (problem !== undefined) return problem;
  }
  return undefined;
};
