/** Options of the rule set `flux`. */
export interface FluxOptions {
  /** Maximum number of objects of a release. */
  readonly objects?: number;
}
