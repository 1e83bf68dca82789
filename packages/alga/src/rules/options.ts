/** Options of the rule set `alga`. */
export interface AlgaOptions {
  /** Temporal's `numHistoryShards` since the first installation: Temporal can't change it. */
  readonly historyShards?: number;
}
