import type { validateManifests } from '@helm-charts/check';
import type { Batch, ProfileRender } from '@helm-charts/engine';
import type { Finding } from '@helm-charts/types';
import type { Place } from './place.ts';
import { type Previous, readPrevious } from './previous.ts';

/** Manifests with where they come from. */
type Documents = Parameters<typeof validateManifests>[0];

export interface RenderOptions {
  /** Files of values, absolute: a chart is rendered with each of them in place of its scenarios. */
  readonly values?: readonly string[];
  /** Another working tree of the repository, absolute: the upgrade from there to here is checked, too. */
  readonly previous?: string | undefined;
  /** The day that waivers are compared with, as `2027-06-30`: that of the clock unless given. */
  readonly today?: string | undefined;
  /** Aborting it ends the rendering with exit code 130. */
  readonly signal?: AbortSignal | undefined;
}

/** The same, and somebody who looks at objects as soon as they are there. */
export interface WatchedOptions extends RenderOptions, Pick<ProfileRender, 'onObjects'> {
  /** The day that waivers are compared with, as `2027-06-30`. */
  readonly today: string;
}

/** What a project came to before its manifests were validated. */
export interface Rendered {
  readonly batch: Batch;
  readonly documents: Documents;
  readonly what: string;
  readonly details?: readonly string[];
  /** Whether objects may be of kinds that no schema knows: that is a warning then. */
  readonly isForeign?: boolean;
  /** What the rules found. */
  readonly broken: readonly Finding[];
}

/** All manifests of a batch. */
export const documentsOf = ({ renders }: Batch): Documents =>
  renders.flatMap(({ documents }) => documents);

/** The release before this one, where the caller has named it. */
export const previousOf = async (
  place: Place,
  { previous: tree, signal }: RenderOptions,
): Promise<{ readonly previous?: Previous }> => {
  const previous = tree === undefined ? undefined : await readPrevious(place, tree, signal);
  return previous === undefined ? {} : { previous };
};

/** Scenarios share most of their manifests, and so their findings. */
export const unique = (findings: readonly Finding[]): readonly Finding[] => [
  ...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values(),
];
