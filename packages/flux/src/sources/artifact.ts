import { dirname, join, relative, sep } from 'node:path';
import ignore from 'ignore';
import type { Files } from './files.ts';
import { type Excludes, ignorePatterns } from './ignore-patterns.ts';

/** Tells whether Flux excludes an absolute path from the artifact of a repository. */
export type IsIgnored = (path: string) => boolean;

/**
 * Returns which paths are not in the artifact of a repository: what Flux excludes, and files that git ignores, which are
 * not in the repository at all.
 */
export const artifactOf = (repository: string, files: Files, specIgnore = ''): IsIgnored => {
  const isExcluded = excludedFrom(repository, files, specIgnore);
  const matcherOf = memoize((directory) =>
    ignore().add(files.text(join(directory, '.gitignore')) ?? ''),
  );
  return (path) => {
    if (isExcluded(path)) return true;
    if (!isBelow(repository, path)) return false;
    const suffix = files.kind(path) === 'directory' ? '/' : '';
    let isIgnored = false;
    for (const directory of directoriesTo(repository, dirname(path))) {
      const own = partsOf(relative(directory, path)).join('/') + suffix;
      const result = matcherOf(directory).test(own);
      if (result.ignored) isIgnored = true;
      if (result.unignored) isIgnored = false;
    }
    return isIgnored;
  };
};

/**
 * Returns which files Flux excludes from the artifact of a repository (fluxcd/pkg: sourceignore): version control,
 * images, archives and CI files, and the patterns of `.sourceignore` files and of `spec.ignore` of the source.
 */
export const filesExcludedFrom = (
  repository: string,
  files: Pick<Files, 'text'>,
  specIgnore = '',
): ExcludedFiles => {
  const ownOf = (directory: string) => ({
    text: files.text(join(directory, '.sourceignore')) ?? '',
    domain: partsOf(relative(repository, directory)),
  });
  const patternsOf = memoize((directory): Excludes => {
    // Most directories have no patterns of their own.
    if (
      directory !== repository &&
      directory.startsWith(repository) &&
      ownOf(directory).text === ''
    )
      return patternsOf(dirname(directory));
    const own = directoriesTo(repository, directory).map(ownOf);
    if ([...own, { text: specIgnore }].every(({ text }) => text === '')) return never;
    return ignorePatterns([{ text: always.join('\n') }, ...own, { text: specIgnore }]);
  });
  return {
    file: (path) => patternsOf(dirname(path))(partsOf(relative(repository, path))),
    filesIn: (directory, names) => {
      const above = partsOf(relative(repository, directory));
      const hasOwn = names.some((name) => /(?:^|\/)\.sourceignore$/.test(name));
      const outer = hasOwn || directory === repository ? undefined : patternsOf(dirname(directory));
      // One look at all names takes less time than one at each.
      if (outer === never && !suspicious.test([...above, ...names].join('/'))) return [];
      return names.filter((name) => {
        const excludes = outer ?? patternsOf(dirname(join(directory, name)));
        return excludes([...above, ...name.split('/')]);
      });
    },
  };
};

/** Tells which files Flux excludes from an artifact. */
export interface ExcludedFiles {
  /** Whether it excludes a file (absolute). */
  readonly file: IsIgnored;
  /** Those of all files of a directory (absolute), by their paths from it with `/`. */
  readonly filesIn: (directory: string, names: readonly string[]) => readonly string[];
}

/** As `filesExcludedFrom`, and directories of which all files are excluded. */
export const excludedFrom = (repository: string, files: Files, specIgnore = ''): IsIgnored => {
  const { file: excludesFile } = filesExcludedFrom(repository, files, specIgnore);
  const isExcluded = (path: string): boolean => {
    if (files.kind(path) !== 'directory') return excludesFile(path);
    // Most directories that somebody asks for are charts, and need not be listed.
    const chart = join(path, 'Chart.yaml');
    if (files.kind(chart) === 'file' && !excludesFile(chart)) return false;
    const names = files.list(path);
    return names.length > 0 && names.every((name) => isExcluded(join(path, name)));
  };
  return (path) => isBelow(repository, path) && isExcluded(path);
};

/** Whether Flux puts a path (relative to its root) into no artifact, whatever `.sourceignore` says of the files of a repository. */
export const isNeverInArtifact = (path: string, isDirectory: boolean): boolean =>
  never([...path.split('/'), ...(isDirectory ? [''] : [])]);

const isBelow = (repository: string, path: string): boolean => {
  const inside = relative(repository, path);
  return inside !== '' && inside !== '..' && !inside.startsWith(`..${sep}`);
};

const memoize = <T>(make: (key: string) => T): ((key: string) => T) => {
  const known = new Map<string, T>();
  return (key) => {
    const value = known.get(key) ?? make(key);
    known.set(key, value);
    return value;
  };
};

const partsOf = (path: string): readonly string[] => path.split(sep).filter((part) => part !== '');

/** The directories from the root of the repository to this one. */
const directoriesTo = (repository: string, directory: string): readonly string[] =>
  directory === repository || !directory.startsWith(repository)
    ? [repository]
    : [...directoriesTo(repository, dirname(directory)), directory];

/** fluxcd/pkg: sourceignore/sourceignore.go. */
const always = [
  '.git/',
  '.gitignore',
  '.gitmodules',
  '.gitattributes',
  ...['jpg', 'jpeg', 'gif', 'png', 'wmv', 'flv', 'tar.gz', 'zip'].map((name) => `*.${name}`),
  '.github/',
  '.circleci/',
  '.travis.yml',
  '.gitlab-ci.yml',
  'appveyor.yml',
  '.drone.yml',
  'cloudbuild.yaml',
  'codeship-services.yml',
  'codeship-steps.yml',
  '**/.goreleaser.yml',
  '**/.goreleaser.brew.yml',
  '**/.sops.yaml',
  '**/.flux.yaml',
];

/** What each path that these patterns match has; most paths have none of it, and this is found out sooner. */
const suspicious =
  /(?:^|\/)(?:\.(?:git|circleci|travis|drone|goreleaser|sops|flux)|appveyor|cloudbuild|codeship)|\.(?:jpg|jpeg|gif|png|wmv|flv|gz|zip)(?:\/|$)/;
const patterns = ignorePatterns([{ text: always.join('\n') }]);

function never(path: readonly string[]): boolean {
  return suspicious.test(path.join('/')) && patterns(path);
}
