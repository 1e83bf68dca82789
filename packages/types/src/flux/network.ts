import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';

/** A NetworkPolicy of Kubernetes. */
export type NetworkPolicy = INetworkPolicy;

/** The network policies of a profile: every connection is denied, except those that its releases need. */
export interface NetworkDefinition {
  /**
   * Workloads that connect to addresses outside of the cluster: names of Deployments, StatefulSets, and Jobs without the hash, or of
   * releases with a chart that others publish.
   */
  readonly internet: readonly string[];
  /** Address ranges of the pods and Services of the cluster, which are not outside. */
  readonly clusterRanges: readonly string[];
  /** Namespace of Prometheus, which may connect to the container ports with the name `metrics`. Without it, nobody may. */
  readonly prometheus?: string;
}
