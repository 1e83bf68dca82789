/** What a certificate of the appliance is for, and how long it and its authority are valid. */
export interface Purpose {
  /** Host names, or one IP address. */
  readonly hosts: readonly string[];
  readonly days: number;
  readonly authorityDays: number;
  /** `bootstrap` and `deploy` renew the certificate in this many last days. */
  readonly renewalDays: number;
  /** `status` warns in this many last days. */
  readonly warningDays: number;
}

/**
 * Apple accepts no certificate of more than 825 days, of whatever authority. The authority stays the same as long as it can, since
 * people have told their browsers to trust it: nobody notices a renewal, so each `deploy` in the second half is one.
 */
export const forBrowsers = (host: string): Purpose => ({
  hosts: [host],
  days: 820,
  authorityDays: 3650,
  renewalDays: 410,
  warningDays: 60,
});

/** Pods accept any lifetime. A server reads its certificate only when it starts, so it is valid for years after a renewal is due. */
export const forPods = (hosts: readonly string[]): Purpose => ({
  hosts,
  days: 3650,
  authorityDays: 7300,
  renewalDays: 1825,
  warningDays: 365,
});
