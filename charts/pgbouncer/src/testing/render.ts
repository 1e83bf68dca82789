import { one, rendering } from '@helm-charts/testing/charts';
import type { Manifest } from '@helm-charts/types';
import { chart } from '../chart.ts';

export { one, type RenderedScenario } from '@helm-charts/testing/charts';

/** The chart as the appliance has it: release `pgbouncer` in namespace `msp`. */
export const { directory: chartDirectory, render, renderScenarios } = rendering(chart);

/** The pod of the pooler. */
export const podOf = (manifests: readonly Manifest[]) =>
  one(manifests, 'Deployment').spec!.template.spec!;

/** A container of the pod, PgBouncer unless another is named. */
export const containerOf = (manifests: readonly Manifest[], name = 'pgbouncer') => {
  const { initContainers = [], containers } = podOf(manifests);
  const container = [...initContainers, ...containers].find((one) => one.name === name);
  if (container === undefined) throw new Error(`the pod has no container ${name}`);
  return container;
};
