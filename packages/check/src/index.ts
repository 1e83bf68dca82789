export { checkChart, checkProfile } from './check.ts';
export type { Rule, Scope } from './rule.ts';
export { rules } from './rules.ts';
export type { ChartFiles } from './view/chart.ts';
export type { AirGapSubject, Subject } from './view/view.ts';
