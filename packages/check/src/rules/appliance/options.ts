/** Options of the rule set `appliance`. */
export interface ApplianceOptions {
  /** The sizes of PersistentVolumeClaims by their names, as first installed. No release may change them. */
  readonly claims?: Readonly<Record<string, string>>;
  /** All allowed images, as `name:tag@sha256:…`. Without this list, a missing digest is only a warning. */
  readonly images?: readonly string[];
  /** Namespaces for privileged pods, for instance of a storage driver. */
  readonly privilegedNamespaces?: readonly string[];
}
