import { isObject, stringAt } from '@helm-charts/kubernetes';
import { closest, type Manifest, manifestId } from '@helm-charts/types';
import type { Assembler } from './assembly.ts';
import type { Files } from './files.ts';
import { addressOf } from './remotes.ts';
import { type SourceId, sourceId } from './source.ts';

/** What tells which sources contain this repository. */
export interface Clues {
  /** The directories of sources, relative to the repository, as the configuration states them. */
  readonly declared: Readonly<Record<SourceId, string>>;
  /** The source of a root that applies itself. */
  readonly self: SourceId | undefined;
  /** The addresses of the Git remotes of the repository. */
  readonly remotes: readonly string[];
  /** The objects of the tree. */
  readonly objects: readonly Manifest[];
  /** The files of the repository; without them, what depends on their names is not simulated. */
  readonly files?: Files | undefined;
  /** Puts artifacts together; without it, an artifact that is not a plain copy is not simulated. */
  readonly assembler?: Assembler | undefined;
}

/** The directory of this repository that a source contains, relative to it; undefined for a source of other files. */
export type HomeOf = (source: SourceId) => string | undefined;

/**
 * Tells which sources contain this repository: those of the configuration; the source of a root that applies itself;
 * the one that a FluxInstance makes; `flux-system`, as `flux bootstrap` names it; a GitRepository with the URL of a Git
 * remote. If none of these is known, it is every GitRepository for which the tree has no URL, since somebody has created
 * it to install the tree.
 */
export const homesOf = ({ declared, self, remotes, objects }: Clues): HomeOf => {
  const instances = objects.flatMap(syncOf);
  const defined = new Map(objects.filter(isSource).map((object) => [manifestId(object), object]));
  const known = new Set([...instances, ...(self === undefined ? [] : [self])]);
  const isHere = (source: SourceId): boolean => {
    if (known.has(source)) return true;
    const object = defined.get(source);
    const url = stringAt(object?.spec, 'url');
    if (url !== undefined && remotes.includes(addressOf(url))) return true;
    if (known.size > 0) return false;
    if (bootstrapped.test(source)) return true;
    // A name that is like that of the bootstrap is a misspelt one.
    return (
      url === undefined &&
      source.startsWith('GitRepository ') &&
      !isMisspelt(source.replace(/^.*\//, ''))
    );
  };
  return (source) => declared[source] ?? (isHere(source) ? '' : undefined);
};

const isMisspelt = (name: string): boolean =>
  name !== 'flux-system' && closest(name, ['flux-system']) !== undefined;

const bootstrapped = /^(GitRepository|OCIRepository|Bucket) flux-system\/flux-system$/;

/** Whether an object is a source of Flux. */
export const isSource = ({ apiVersion }: Manifest): boolean =>
  apiVersion.startsWith('source.toolkit.fluxcd.io/');

/**
 * The source that the Flux Operator makes of a FluxInstance; it has the name of its namespace if it has none of its own
 * (flux-operator: api/v1/fluxinstance_types.go, Sync).
 */
const syncOf = ({ apiVersion, kind, metadata, spec }: Manifest): readonly SourceId[] => {
  if (kind !== 'FluxInstance' || !apiVersion.startsWith('fluxcd.controlplane.io/')) return [];
  const sync = isObject(spec) ? spec.sync : undefined;
  if (!isObject(sync)) return [];
  const namespace = metadata.namespace ?? '';
  return [sourceId(stringAt(sync, 'kind'), namespace, stringAt(sync, 'name') || namespace)];
};
