/** Options of the rule set `kubernetes`. */
export interface KubernetesOptions {
  /** The ports of Services that the cluster has but no release installs, by the name of the Service. */
  readonly services?: Readonly<Record<string, readonly number[]>>;
}
