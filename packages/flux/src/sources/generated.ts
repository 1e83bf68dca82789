import { posix } from 'node:path';
import { isObject, listAt, stringAt } from '@helm-charts/kubernetes';
import type { Manifest } from '@helm-charts/types';
import { referencedSource, type SourceId, sourceId } from './source.ts';

/** What an ArtifactGenerator copies into an artifact: a directory or file of a source, to a path in the artifact. */
export interface Copy {
  readonly source: SourceId;
  /** Relative to the source. */
  readonly from: string;
  /** Relative to the artifact. */
  readonly to: string;
}

/** An artifact that an ArtifactGenerator makes. */
export interface Generated {
  readonly copies: readonly Copy[];
  /** Why its content cannot be told from these copies. */
  readonly problem?: string;
}

/**
 * The artifacts of the ArtifactGenerators among the objects of a tree, by the ids of the ExternalArtifacts that hold them
 * (fluxcd/source-watcher: internal/builder/builder.go).
 */
export const generatedBy = (objects: readonly Manifest[]): ReadonlyMap<SourceId, Generated> =>
  new Map(objects.filter(isGenerator).flatMap(artifactsOf));

const isGenerator = ({ apiVersion, kind }: Manifest): boolean =>
  kind === 'ArtifactGenerator' && apiVersion.startsWith('source.extensions.fluxcd.io/');

const artifactsOf = (generator: Manifest): readonly (readonly [SourceId, Generated])[] => {
  const { spec, metadata } = generator;
  const sources = new Map(
    listAt(spec, 'sources').map((source) => [
      stringAt(source, 'alias') ?? '',
      referencedSource(source, generator),
    ]),
  );
  const isDynamic = stringAt(spec, 'pathPattern') !== undefined;
  return listAt(spec, 'artifacts').map((artifact) => {
    const copies = listAt(artifact, 'copy').map((copy) => copyOf(copy, sources));
    const problem = isDynamic
      ? 'spec.pathPattern'
      : copies.find((copy): copy is string => typeof copy === 'string');
    const id = sourceId('ExternalArtifact', metadata.namespace ?? '', stringAt(artifact, 'name'));
    return [
      id,
      {
        copies: copies.filter((copy): copy is Copy => typeof copy !== 'string'),
        ...(problem !== undefined && { problem }),
      },
    ] as const;
  });
};

/** A copy, or the part of it that is not simulated. */
const copyOf = (copy: unknown, sources: ReadonlyMap<string, SourceId>): Copy | string => {
  const [, alias = '', pattern = ''] = /^@([^/]+)\/(.*)$/.exec(stringAt(copy, 'from') ?? '') ?? [];
  const [, to] = /^@artifact\/(.*)$/.exec(stringAt(copy, 'to') ?? '') ?? [];
  const source = sources.get(alias);
  if (source === undefined || to === undefined) return `copy from ${stringAt(copy, 'from')}`;
  const strategy = stringAt(copy, 'strategy') ?? 'Overwrite';
  if (strategy !== 'Overwrite') return `strategy ${strategy}`;
  if (isObject(copy) && listAt(copy, 'exclude').length > 0) return 'exclude';
  return { source, ...placesOf(pattern, to) };
};

/**
 * `dir/**` copies the content of a directory, `dir` the directory itself; any other pattern keeps the paths of what it
 * matches.
 */
const placesOf = (pattern: string, to: string): Pick<Copy, 'from' | 'to'> => {
  const [, directory] = /^(.+)\/\*\*$/.exec(pattern) ?? [];
  if (directory !== undefined && !/[*?[\]]/.test(directory)) {
    return { from: posix.normalize(directory), to: posix.normalize(`./${to}`) };
  }
  if (/[*?[\]]/.test(pattern)) return { from: '.', to: posix.normalize(`./${to}`) };
  const from = posix.normalize(pattern).replace(/\/$/, '');
  return { from, to: posix.join('.', to, posix.basename(from)) };
};
