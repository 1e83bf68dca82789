/** A container of a chart: the component label of its pod, and its name. */
export interface ContainerId {
  readonly component: string;
  readonly container: string;
}

/**
 * A group of names of an original chart, as the charts at commit 432f5f5887 of Nine-Minds/alga-psa render them. Differences describe how
 * our chart differs.
 */
export interface Part<Scenario extends string = string> {
  /** The section of the contract with these names. */
  readonly section: string;
  /** The template of the original that renders them. */
  readonly template: string;
  /**
   * The scenario of our chart that renders them. `appliance` is the single-node profile; other scenarios enable what that profile disables.
   */
  readonly scenario: Scenario;
  /** The container of these variables. Without it they are names of objects and their parts. */
  readonly of?: ContainerId;
  /** The value of each name in the original: a text or `secret/key`. Null if the user sets the value or if the name has no value. */
  readonly names: Readonly<Record<string, string | null>>;
}
