import { posix } from 'node:path';
import { listAt, stringAt, stringsAt } from '@helm-charts/kubernetes';
import type { Manifest } from '@helm-charts/types';
import type { CopyStrategy } from './assembly.ts';
import { type Captures, withCaptures } from './path-pattern.ts';
import { referencedSource, type SourceId, sourceId } from './source.ts';

/** What an ArtifactGenerator copies into an artifact: a directory or file of a source, to a path in the artifact. */
export interface Copy {
  readonly source: SourceId;
  /** Relative to the source. */
  readonly from: string;
  /** Relative to the artifact. */
  readonly to: string;
}

/** A copy as an ArtifactGenerator states it, with captures. */
export interface StatedCopy {
  readonly from: string;
  readonly to: string;
  /** Undefined for an alias that the generator does not have. */
  readonly source: SourceId | undefined;
  /** Relative to the source. */
  readonly pattern: string;
  readonly exclude: readonly string[];
  readonly strategy: CopyStrategy;
}

/** An artifact that an ArtifactGenerator makes. */
export interface Generated {
  readonly copies: readonly Copy[];
  /** Why its content cannot be told from these copies. */
  readonly problem?: string;
  readonly stated: readonly StatedCopy[];
}

/**
 * The artifacts of the ArtifactGenerators among the objects of a tree, by the ids of the ExternalArtifacts that hold them
 * (fluxcd/source-watcher: internal/builder/builder.go).
 */
export const generatedBy = (
  objects: readonly Manifest[],
  contents: SourceContents,
): ReadonlyMap<SourceId, Generated> =>
  new Map(objects.filter(isGenerator).flatMap((generator) => artifactsOf(generator, contents)));

/** Whether a generator makes artifacts whose names depend on a source of other files. */
export const makesUnknown = (objects: readonly Manifest[], contents: SourceContents): boolean =>
  objects
    .filter(isGenerator)
    .some(
      (generator) =>
        capturesIn(stringAt(generator.spec, 'pathPattern'), aliasesOf(generator), contents) ===
        undefined,
    );

/** The sources of a generator by their aliases. */
const aliasesOf = (generator: Manifest): ReadonlyMap<string, SourceId> =>
  new Map(
    listAt(generator.spec, 'sources').map((source) => [
      stringAt(source, 'alias') ?? '',
      referencedSource(source, generator),
    ]),
  );

/** What is in the sources that are here; undefined for the others. */
export interface SourceContents {
  /** The directories that a pattern names. */
  readonly captures: (source: SourceId, pattern: string) => readonly Captures[] | undefined;
  /** Whether a path is a directory. */
  readonly isDirectory: (source: SourceId, path: string) => boolean | undefined;
  /** Whether patterns exclude a file of a directory that a build may read. */
  readonly excludes: (
    source: SourceId,
    directory: string,
    patterns: readonly string[],
  ) => boolean | undefined;
}

const isGenerator = ({ apiVersion, kind }: Manifest): boolean =>
  kind === 'ArtifactGenerator' && apiVersion.startsWith('source.extensions.fluxcd.io/');

const artifactsOf = (
  generator: Manifest,
  contents: SourceContents,
): readonly (readonly [SourceId, Generated])[] => {
  const { spec, metadata } = generator;
  const sources = aliasesOf(generator);
  const captures = capturesIn(stringAt(spec, 'pathPattern'), sources, contents) ?? [];
  return captures.flatMap((captured) =>
    listAt(spec, 'artifacts').map((artifact) => {
      const copies = listAt(artifact, 'copy').map((copy) =>
        copyOf(copy, sources, captured, contents),
      );
      const problem = copies.find((copy): copy is string => typeof copy === 'string');
      const name = withCaptures(stringAt(artifact, 'name') ?? '', lowerCased(captured));
      return [
        sourceId('ExternalArtifact', metadata.namespace ?? '', name),
        {
          copies: copies.filter((copy): copy is Copy => typeof copy !== 'string'),
          stated: listAt(artifact, 'copy').map((copy) => statedCopy(copy, sources, captured)),
          ...(problem !== undefined && { problem }),
        },
      ] as const;
    }),
  );
};

/** One set without captures for a generator without a pattern; undefined for a pattern of a source that is not here. */
const capturesIn = (
  pattern: string | undefined,
  sources: ReadonlyMap<string, SourceId>,
  { captures }: SourceContents,
): readonly Captures[] | undefined => {
  if (pattern === undefined) return [{}];
  const [, alias = '', path = ''] = /^@([^/]+)\/(.*)$/.exec(pattern) ?? [];
  const source = sources.get(alias);
  return source === undefined ? undefined : captures(source, path);
};

/** As they are in names. */
const lowerCased = (captures: Captures): Captures =>
  Object.fromEntries(Object.entries(captures).map(([name, text]) => [name, text.toLowerCase()]));

const statedCopy = (
  copy: unknown,
  sources: ReadonlyMap<string, SourceId>,
  captures: Captures,
): StatedCopy => {
  const text = (field: string) => withCaptures(stringAt(copy, field) ?? '', captures);
  const [from, to] = [text('from'), text('to')];
  const [, alias = '', pattern = ''] = /^@([^/]+)\/(.*)$/.exec(from) ?? [];
  const strategy = stringAt(copy, 'strategy');
  return {
    from,
    to,
    source: sources.get(alias),
    pattern,
    exclude: stringsAt(copy, 'exclude'),
    strategy: strategy === 'Merge' || strategy === 'Extract' ? strategy : 'Overwrite',
  };
};

/** A copy, or the part of it that paths alone do not tell. */
const copyOf = (
  copy: unknown,
  sources: ReadonlyMap<string, SourceId>,
  captures: Captures,
  { excludes, isDirectory }: SourceContents,
): Copy | string => {
  const stated = statedCopy(copy, sources, captures);
  const { source, pattern, strategy, exclude } = stated;
  const [, to] = /^@artifact\/(.*)$/.exec(stated.to) ?? [];
  if (source === undefined || to === undefined) return `copy from ${stringAt(copy, 'from')}`;
  if (strategy !== 'Overwrite') return `strategy ${strategy}`;
  const places = placesOf(pattern, to);
  if (places === undefined) return `the pattern ${pattern}`;
  if (isDirectory(source, places.from) === false) return `the file ${pattern}`;
  if (exclude.length > 0 && excludes(source, places.from, exclude) !== false) return 'exclude';
  return { source, ...places };
};

/** `dir/**` copies the content of a directory, `dir` the directory itself; any other pattern copies single files. */
const placesOf = (pattern: string, to: string): Pick<Copy, 'from' | 'to'> | undefined => {
  const [, directory] = /^(.+)\/\*\*$/.exec(pattern) ?? [];
  if (directory !== undefined && !/[*?[\]]/.test(directory)) {
    return { from: posix.normalize(directory), to: posix.normalize(`./${to}`) };
  }
  if (pattern === '**') return { from: '.', to: posix.normalize(`./${to}`) };
  if (/[*?[\]]/.test(pattern)) return undefined;
  const from = posix.normalize(pattern).replace(/\/$/, '');
  return { from, to: posix.join('.', to, posix.basename(from)) };
};
