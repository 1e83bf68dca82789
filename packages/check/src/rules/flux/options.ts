/** Options of the rule set `flux`. */
export interface FluxOptions {
  /** How many objects a release may have. */
  readonly objects?: number;
}
