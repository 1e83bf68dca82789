/** Options of the rule set `single-node`. */
export interface SingleNodeOptions {
  /**
   * Number of nodes of the cluster, and so the maximum number of replicas of a workload. The other rules
   * apply to one node only.
   */
  readonly nodes: number;
}
