/** Options of the rule set `kubernetes`. */
export interface KubernetesOptions {
  /** Services that are in the cluster and no release provides, by their names, with their ports. */
  readonly services?: Readonly<Record<string, readonly number[]>>;
}
