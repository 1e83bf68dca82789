import { rendering } from '../../../../tools/charts/render.ts';
import { chart } from '../chart.ts';

export { containersOf, podsOf, variablesOf } from '../../../../tools/charts/pod.ts';

/** The chart as the appliance has it: release `alga-core` in namespace `msp`. */
export const { directory, render, renderScenarios } = rendering(chart);
