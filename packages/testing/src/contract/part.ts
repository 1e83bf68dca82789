/** A container of a chart: the component that its pod is labelled with, and its own name. */
export interface ContainerId {
  readonly component: string;
  readonly container: string;
}

/**
 * Names of an original chart that belong together. What is said of the original is fact, as its charts at commit 432f5f5887 of
 * Nine-Minds/alga-psa render it; what our chart does otherwise is said by differences.
 */
export interface Part<Scenario extends string = string> {
  /** The section of the contract that has these names. */
  readonly section: string;
  /** The template of the original that makes them. */
  readonly template: string;
  /** In which scenario of our chart they belong. `appliance` is the profile of the single node; others turn on what that leaves off. */
  readonly scenario: Scenario;
  /** The container whose variables they are; without it they are names of objects and of what is in them. */
  readonly of?: ContainerId;
  /** What the original sets each to: a text, or `secret/key`. Null where the user says it, or where the name is all there is. */
  readonly names: Readonly<Record<string, string | null>>;
}
