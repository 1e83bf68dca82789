import type { ChartRequest } from '@helm-charts/flux';
import type { WantedChart } from '@helm-charts/pipeline';
import { groupBy } from '@helm-charts/types';
import type { Needed } from './charts.ts';

/** The charts that trees need, each request once. `trees` are directories and what they need. */
export const neededOf = (
  trees: readonly (readonly [string, readonly WantedChart[]])[],
): readonly Needed[] => {
  const all = trees.flatMap(([tree, charts]) => charts.map((wanted) => ({ tree, wanted })));
  const groups = groupBy(all, ({ wanted }) => keyOf(wanted.request));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { request } = first.wanted;
    const roots = [...new Set(group.map(({ tree }) => tree))];
    return [{ request, wanted: group.map(({ wanted }) => wanted), trees: roots }];
  });
};

const keyOf = ({ source, name, from, by, wanted, filter, layer }: ChartRequest): string =>
  JSON.stringify([source, name, from, by, wanted, filter?.source, layer]);
