import { one, rendering } from '@helm-charts/testing/charts';
import type { Manifest } from '@helm-charts/types';
import { chart } from '../chart.ts';

export { one, type RenderedScenario } from '@helm-charts/testing/charts';

/** The chart as the appliance has it: release `pgbouncer` in namespace `msp`. */
export const { directory: chartDirectory, render, renderScenarios } = rendering(chart);

/** The pod of the pooler. */
export const podOf = (manifests: readonly Manifest[]) =>
  one(manifests, 'Deployment').spec!.template.spec!;

/** The one container of the pod. */
export const containerOf = (manifests: readonly Manifest[]) => {
  const [container, ...others] = podOf(manifests).containers;
  if (container === undefined || others.length > 0) throw new Error('not one container');
  return container;
};
