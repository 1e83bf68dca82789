/** Options of the rule set `appliance`. */
export interface ApplianceOptions {
  /** Sizes of claims by their names, as they have been since the first installation: no release may change them. */
  readonly claims?: Readonly<Record<string, string>>;
  /** Every image of the release, as `name:tag@sha256:…`. Until it is there, a missing digest is a warning only. */
  readonly images?: readonly string[];
  /** Namespaces for pods that own the node, for instance of a storage driver. */
  readonly privilegedNamespaces?: readonly string[];
}
