import type { ClusterObject } from '@helm-charts/kubernetes';
import type { Context } from '../context.ts';
import type { Problem } from '../rule.ts';
import type { Tie } from './presence.ts';
import { didYouMean, isSlip } from './similar.ts';
import { printTarget, type Target } from './target.ts';

interface Missing {
  readonly object: ClusterObject;
  readonly target: Target;
  readonly tie: Tie;
  /** The consequence: `so the pod does not start`. */
  readonly effect: string;
  /** What to do if no similar name exists. */
  readonly fix?: string;
  readonly severity?: Problem['severity'];
}

/** Reports an object that another one names, if nothing creates it. */
export const missingTarget = (
  { presenceOf, namesLike }: Pick<Context, 'presenceOf' | 'namesLike'>,
  { object, target, tie, effect, fix, severity }: Missing,
): readonly Problem[] => {
  const presence = presenceOf(target, object, tie);
  if (presence !== 'missing' && presence !== 'assumed') return [];
  const id = printTarget(target);
  const names = namesLike(target);
  const like = didYouMean(target.name, names);
  const level =
    presence === 'assumed' && !names.some((name) => isSlip(target.name, name))
      ? 'warning'
      : severity;
  return [
    {
      object,
      path: target.path,
      ...(level && { severity: level }),
      message:
        presence === 'missing'
          ? `${id} is missing, ${effect}`
          : `nothing in the tree creates ${id}, ${effect} unless it is in the cluster already`,
      fix: like ?? fix ?? `correct the name, or add the ${target.kind}`,
    },
  ];
};
