import { dirname, join, relative, sep } from 'node:path';
import ignore from 'ignore';
import type { Files } from './files.ts';

/** Tells whether Flux excludes an absolute path from the artifact of a repository. */
export type IsIgnored = (path: string) => boolean;

/**
 * Returns which paths Flux excludes from the artifact of a repository (fluxcd/pkg: sourceignore):
 * version control, images, archives and CI files, and the patterns of `.sourceignore` files and of
 * `spec.ignore` of the source. Files that git ignores are not in the repository at all.
 */
export const artifactOf = (repository: string, files: Files, specIgnore = ''): IsIgnored => {
  const matchers = new Map<string, ReturnType<typeof ignore>>();
  const matcherOf = (directory: string) => {
    const known = matchers.get(directory);
    if (known) return known;
    const isRoot = directory === repository;
    const read = (name: string) => files.text(join(directory, name)) ?? '';
    const matcher = ignore()
      .add(read('.gitignore'))
      .add(isRoot ? [...always] : [])
      .add(read('.sourceignore'))
      .add(isRoot ? specIgnore : '');
    matchers.set(directory, matcher);
    return matcher;
  };
  return (path) => {
    const inside = relative(repository, path);
    if (inside === '' || inside.startsWith('..')) return false;
    const suffix = files.kind(path) === 'directory' ? '/' : '';
    let isIgnored = false;
    for (const directory of directoriesTo(repository, path)) {
      const own = relative(directory, path).split(sep).join('/') + suffix;
      const result = matcherOf(directory).test(own);
      if (result.ignored) isIgnored = true;
      if (result.unignored) isIgnored = false;
    }
    return isIgnored;
  };
};

/** Whether Flux puts a path (relative to its root) into no artifact, whatever `.sourceignore` says of the files of a repository. */
export const isNeverInArtifact = (path: string, isDirectory: boolean): boolean =>
  never.ignores(isDirectory ? `${path}/` : path);

/** The directories from the root of the repository to the path. */
const directoriesTo = (repository: string, path: string): readonly string[] => {
  const directory = dirname(path);
  if (directory === repository || !directory.startsWith(repository)) return [repository];
  return [...directoriesTo(repository, directory), directory];
};

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

const never = ignore().add([...always]);
