/** Options of the rule set `appliance`. */
export interface ApplianceOptions {
  /** Sizes of claims by their names, as they have been since the first installation: no release may change them. */
  readonly claims?: Readonly<Record<string, string>>;
}
