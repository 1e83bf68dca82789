/** Options of the rule set `single-node`. */
export interface SingleNodeOptions {
  /** How many nodes the cluster has: no workload may have more replicas. The other rules hold for one node only. */
  readonly nodes: number;
}
