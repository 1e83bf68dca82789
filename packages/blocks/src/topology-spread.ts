import { type Component, ifSet, optional, type Ref, string } from '@helm-charts/types';

/** Value for `topologySpread`: a label of nodes. */
export const topologyKey = optional(
  string(
    'Label of nodes, for example `kubernetes.io/hostname`. The scheduler spreads the pods over the values of this label.',
    { pattern: '^([a-z0-9.-]+/)?[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$' },
  ),
);

/**
 * `topologySpreadConstraints` of a Deployment, where the values name a label of nodes. If a node is lost, its pods start on the other nodes.
 *
 * @example
 * spec: { topologySpreadConstraints: topologySpread(self, v.topologyKey), containers: [container(v)] },
 */
export const topologySpread = (of: Component, key: Ref<string | undefined>) => [
  ifSet(key, (topologyKey) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: 'ScheduleAnyway' as const,
    labelSelector: { matchLabels: of.selector },
    // During an update, the pods of the old version do not count.
    matchLabelKeys: ['pod-template-hash'],
  })),
];
