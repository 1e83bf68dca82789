import { posix, resolve } from 'node:path';
import { stringAt } from '@helm-charts/kubernetes';
import { closest, type Manifest, manifestId } from '@helm-charts/types';
import { excludedFrom, type IsIgnored } from './artifact.ts';
import { assembling } from './assembling.ts';
import { excludesSources } from './excluded.ts';
import type { Files } from './files.ts';
import {
  type Copy,
  type Generated,
  generatedBy,
  makesUnknown,
  type SourceContents,
} from './generated.ts';
import { type Clues, type HomeOf, homesOf, isSource } from './homes.ts';
import { includeAt } from './include.ts';
import { capturesOf } from './path-pattern.ts';
import type { SourceId } from './source.ts';

/** Where a path of a source is in this repository, or why it is not. */
export type Found =
  | {
      readonly kind: 'here';
      /** Relative to the repository. */
      readonly path: string;
      /** `spec.ignore` of a source with all files of this repository but those that it or a `.sourceignore` file excludes. */
      readonly ignore?: string;
    }
  /** The path is in this repository, and Flux leaves it out of the artifact. */
  | { readonly kind: 'excluded' }
  /** Other files than those of this repository: of the source, or of another one that it includes. */
  | { readonly kind: 'elsewhere'; readonly source: SourceId }
  /** Nothing in the tree defines the source; `similar` is a source with a similar name. */
  | { readonly kind: 'undefined'; readonly similar: SourceId | undefined }
  /** An ArtifactGenerator puts the artifact together in a way that is not simulated. */
  | { readonly kind: 'generated'; readonly part: string }
  /** An ArtifactGenerator cannot make the artifact; the problem is a clause about its copies. */
  | { readonly kind: 'broken'; readonly problem: string };

/** The sources of a tree. */
export interface Sources {
  /** Finds a path of a source. */
  readonly find: (source: SourceId, path: string) => Found;
  /** The object of the tree that defines the source of this repository. */
  readonly own: Manifest | undefined;
}

/** Finds paths of sources in a repository (absolute). */
export const sourcesOf = (repository: string, clues: Clues): Sources => {
  const homeOf = homesOf(clues);
  const contents = contentsOf(repository, homeOf, clues.files);
  const generated = generatedBy(clues.objects, contents);
  const hasUnknown = makesUnknown(clues.objects, contents);
  const defined = new Map(clues.objects.filter(isSource).map((one) => [manifestId(one), one]));
  const ids = new Set([...defined.keys(), ...generated.keys()]);
  const excludes = excludesOf(repository, defined, clues.files);
  const assembled = assembling(repository, clues, homeOf, (source) => find(source, ''));
  const find = (source: SourceId, named: string): Found => {
    const path = pathIn(named);
    const home = homeOf(source);
    if (home !== undefined) {
      const included = includeAt(defined.get(source), path);
      if (included !== undefined) return find(included.source, included.path);
      const inside = posix.join(home, path).replace(/^\.$/, '');
      if (home !== '') return { kind: 'here', path: inside };
      const ignore = stringAt(defined.get(source)?.spec, 'ignore') ?? '';
      return excludes(source, inside)
        ? { kind: 'excluded' }
        : { kind: 'here', path: inside, ignore };
    }
    const artifact = generated.get(source);
    if (artifact !== undefined) {
      const found = inArtifact(artifact, path, find, homeOf);
      const isOpen = found.kind === 'generated' || found.kind === 'elsewhere';
      return isOpen && assembled !== undefined ? assembled(source, artifact, path) : found;
    }
    const isMade = hasUnknown && source.startsWith('ExternalArtifact ');
    if (ids.has(source) || isMade) return { kind: 'elsewhere', source };
    return { kind: 'undefined', similar: similarTo(source, [...ids]) };
  };
  return { find, own: [...defined.values()].find((object) => homeOf(manifestId(object)) === '') };
};

/** A source of the same name, or one of the same kind and namespace with a similar name. */
const similarTo = (source: SourceId, ids: readonly SourceId[]): SourceId | undefined => {
  const [prefix, name] = partsOf(source);
  const same = ids.find((id) => partsOf(id)[1] === name);
  if (same !== undefined) return same;
  const names = ids.map(partsOf).flatMap(([start, end]) => (start === prefix ? [end] : []));
  const found = closest(name, names);
  return found === undefined ? undefined : `${prefix}${found}`;
};

const partsOf = (id: SourceId): readonly [string, string] => {
  const end = id.lastIndexOf('/') + 1;
  return [id.slice(0, end), id.slice(end)];
};

/** Reads the sources that are in the repository. */
const contentsOf = (
  repository: string,
  homeOf: HomeOf,
  files: Files | undefined,
): SourceContents => {
  const rootOf = (source: SourceId): string | undefined => {
    const home = homeOf(source);
    return home === undefined ? undefined : resolve(repository, home);
  };
  return {
    captures: (source, pattern) => {
      const root = rootOf(source);
      return root === undefined || files === undefined
        ? undefined
        : capturesOf(root, pattern, files);
    },
    isDirectory: (source, path) => {
      const root = rootOf(source);
      const kind = root === undefined ? undefined : files?.kind(resolve(root, path));
      return kind === undefined ? undefined : kind === 'directory';
    },
    excludes: (source, directory, patterns) => {
      const root = rootOf(source);
      return root === undefined || files === undefined
        ? undefined
        : excludesSources(root, resolve(root, directory), patterns, files);
    },
  };
};

/**
 * A path in a source, relative to its root. One that leaves the root ends there, as for the controllers
 * (cyphar/filepath-securejoin).
 */
const pathIn = (path: string): string => posix.join('/', path).replace(/\/$/, '').slice(1);

/** Tells whether the artifact of a source leaves out a path of the repository. */
const excludesOf = (
  repository: string,
  defined: ReadonlyMap<SourceId, Manifest>,
  files: Files | undefined,
): ((source: SourceId, path: string) => boolean) => {
  if (files === undefined) return () => false;
  const known = new Map<SourceId, IsIgnored>();
  return (source, path) => {
    const isExcluded =
      known.get(source) ??
      excludedFrom(repository, files, stringAt(defined.get(source)?.spec, 'ignore'));
    known.set(source, isExcluded);
    return isExcluded(resolve(repository, path));
  };
};

/** If several copies make up a directory, they must all keep the paths of the same source. */
const inArtifact = (
  { copies, problem }: Generated,
  path: string,
  find: Sources['find'],
  homeOf: HomeOf,
): Found => {
  if (problem !== undefined) return { kind: 'generated', part: problem };
  const wanted = path || '.';
  const around = copies.findLast(({ to }) => isBelow(wanted, to));
  const below = copies.filter(({ to }) => to !== wanted && isBelow(to, wanted));
  const shifted = [...(around ? [around] : []), ...below].map((copy) => shift(copy, wanted));
  const [first, ...others] = [...new Set(shifted)];
  if (first === undefined || first === '' || others.length > 0) {
    return { kind: 'generated', part: `the directory ${wanted} of several copies` };
  }
  const source = (around ?? below[0])?.source ?? '';
  return homeOf(source) === undefined ? { kind: 'elsewhere', source } : find(source, first);
};

const isBelow = (path: string, directory: string): boolean =>
  directory === '.' || directory === './' || path === directory || path.startsWith(`${directory}/`);

/** The path in the source of a path in the artifact; empty text where there is none. */
const shift = ({ from, to }: Copy, wanted: string): string => {
  const target = to.replace(/\/$/, '');
  if (isBelow(wanted, target)) return posix.join(from, posix.relative(target, wanted));
  const rest = posix.relative(wanted, target);
  return from === rest ? '.' : from.endsWith(`/${rest}`) ? from.slice(0, -rest.length - 1) : '';
};
