/** Options of the rule set `alga`. */
export interface AlgaOptions {
  /** `numHistoryShards` of Temporal at the first installation. It can't be changed later. */
  readonly historyShards?: number;
  /** `max_connections` of the Postgres servers outside the cluster, by host name. */
  readonly postgresConnections?: Readonly<Record<string, number>>;
}
