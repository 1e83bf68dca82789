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

/** A problem of an object that Flux applies. */
const fluxProblem = (manifest: Manifest, part: string, sentence: string): Problem => ({
  where: placeOf(manifest, part),
  message: `${sentence}.`,
});

/** The problem where something is wrong, and none where it is not. */
export const problemIf = (
  isWrong: boolean,
  object: ClusterObject,
  part: string,
  sentence: string,
): readonly Problem[] => (isWrong ? [problem(object, part, sentence)] : []);

/** The same of an object that Flux applies. */
export const fluxProblemIf = (
  isWrong: boolean,
  manifest: Manifest,
  part: string,
  sentence: string,
): readonly Problem[] => (isWrong ? [fluxProblem(manifest, part, sentence)] : []);

const placeOf = (manifest: Manifest, part: string): string =>
  part === '' ? manifestId(manifest) : `${manifestId(manifest)}: ${part}`;
