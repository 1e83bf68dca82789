import { rendering } from '@helm-charts/testing/charts';
import { chart } from '../chart.ts';

export { containersOf, podsOf, variablesOf } from '@helm-charts/testing/charts';

/** The chart as the appliance has it: release `alga-core` in namespace `msp`. */
export const { directory, render, renderScenarios } = rendering(chart);
