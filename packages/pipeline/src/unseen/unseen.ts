import {
  type Finding,
  type ObjectId,
  type Position,
  printObjectId,
  type UnseenMark,
} from '@helm-charts/types';
import type { Simulated } from '../simulate.ts';
import { brokenOf } from './broken.ts';

/** Something that a run did not render, validate or evaluate, and why. */
export interface Unseen extends Omit<UnseenMark, 'isDeclared'> {
  /** The object, as text names it: `HelmRelease shop/web`; for something else, for instance, `scenario small`. */
  readonly subject: string;
  readonly object?: ObjectId;
  readonly position?: Position;
}

/** Lists everything that a run did not look at: what findings are marked with, and what was not rendered because of its errors. */
export const unseenOf = (
  simulated: readonly Simulated[],
  findings: readonly Finding[],
): readonly Unseen[] => [
  ...findings.flatMap(ofFinding),
  ...simulated.flatMap((one) => brokenOf(one, findings)),
];

const ofFinding = ({ unseen, object, position, input }: Finding): readonly Unseen[] => {
  if (unseen === undefined) return [];
  const { what, reason } = unseen;
  const subject = object === undefined ? (input ?? position?.file ?? '') : printObjectId(object);
  return [{ what, reason, subject, ...(object && { object }), ...(position && { position }) }];
};
