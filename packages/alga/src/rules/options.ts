/** Options of the rule set `alga`. */
export interface AlgaOptions {
  /** `numHistoryShards` of Temporal at the first installation. It can't be changed later. */
  readonly historyShards?: number;
}
