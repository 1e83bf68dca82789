import type { Pod } from '@helm-charts/kubernetes';
import type { Context } from '../../context.ts';

/** The pods of own charts (not from a HelmRepository). */
export const ownPods = ({ pods, isForeign }: Context): readonly Pod[] =>
  pods.filter(({ object }) => !isForeign(object));
