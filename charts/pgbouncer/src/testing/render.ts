import type { Manifest } from '@helm-charts/types';
import { one, rendering } from '../../../../tools/charts/render.ts';
import { chart } from '../chart.ts';

export { one, type RenderedScenario } from '../../../../tools/charts/render.ts';

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
