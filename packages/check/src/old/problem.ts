import type { ClusterObject } from '@helm-charts/kubernetes';
import { type Manifest, manifestId, printPosition } from '@helm-charts/types';
import type { Problem } from './rule.ts';

/** A problem of an object that a template made: the object, the part of it, the sentence, and the template. */
export const problem = (
  { manifest, position }: ClusterObject,
  part: string,
  sentence: string,
): Problem => ({
  where: placeOf(manifest, part),
  message: `${sentence} (${printPosition(position)}).`,
});

/** The problem where something is wrong, and none where it is not. */
export const problemIf = (
  isWrong: boolean,
  object: ClusterObject,
  part: string,
  sentence: string,
): readonly Problem[] => (isWrong ? [problem(object, part, sentence)] : []);

/** Who brings an object into the cluster: `release pool`, or the profile itself. */
export const ownerOf = ({ release }: ClusterObject): string =>
  release === undefined ? 'the profile' : `release ${release}`;

const placeOf = (manifest: Manifest, part: string): string =>
  part === '' ? manifestId(manifest) : `${manifestId(manifest)}: ${part}`;
