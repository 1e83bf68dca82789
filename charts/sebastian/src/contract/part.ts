import type { scenarios } from '../scenarios.ts';

/** What a chart is rendered with to find the names of a part. */
export type ScenarioName = keyof typeof scenarios;

/** A container of the chart: the component that its pod is labelled with, and its own name. */
export interface ContainerId {
  readonly component: string;
  readonly container: string;
}

/**
 * Names of the original chart that belong together. What is said of the original is fact, as its chart at commit 432f5f5887 of
 * Nine-Minds/alga-psa renders it; what this chart does otherwise is in `differences.ts`.
 */
export interface Part {
  /** The section of the contract that has these names. */
  readonly section: string;
  /** The template of the original that makes them, below `helm/templates`. */
  readonly template: string;
  /** In which scenario of this chart they belong. `appliance` is the profile of the single node; others turn on what that leaves off. */
  readonly scenario: ScenarioName;
  /** The container whose variables they are; without it they are names of objects and of what is in them. */
  readonly of?: ContainerId;
  /** What the original sets each to: a text, or `secret/key`. Null where the user says it, or where the name is all there is. */
  readonly names: Readonly<Record<string, string | null>>;
}
