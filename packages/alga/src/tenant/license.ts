/** What the application reads of its licence when it is installed on a machine of a customer. */
export interface License {
  /** `ee` begins a trial of 15 days where there is no token. */
  readonly edition: 'ce' | 'ee';
  /** Edition that a registry has given: `essentials` begins no trial. */
  readonly registered?: string;
  /** The signed licence. */
  readonly token?: string;
  readonly applianceId?: string;
  readonly checkInUrl?: string;
  readonly credential?: string;
}

type LicenseKey = (typeof licenseKeys)[number];

/** Name of the Secret with the licence. The name and its keys are those of Alga PSA's own appliance. */
export const licenseSecret = 'appliance-license-seed';

/** Keys of the Secret; all are optional. */
export const licenseKeys = [
  'EDITION_CHOICE',
  'INSTALL_EDITION',
  'LICENSE_TOKEN',
  'APPLIANCE_ID',
  'CHECK_IN_URL',
  'APPLIANCE_CREDENTIAL',
] as const;

/** Reads the licence from the keys of its Secret; without any of them it is a trial of the Enterprise Edition. */
export const licenseOf = (
  data: Readonly<Partial<Record<LicenseKey, string>>>,
): { readonly license: License } | { readonly problem: string } => {
  const text = (key: LicenseKey) => data[key]?.trim() || undefined;
  const edition = text('EDITION_CHOICE') ?? 'ee';
  if (edition !== 'ce' && edition !== 'ee') {
    return { problem: 'EDITION_CHOICE must be ce or ee' };
  }
  const optional = {
    registered: text('INSTALL_EDITION'),
    token: text('LICENSE_TOKEN'),
    applianceId: text('APPLIANCE_ID'),
    checkInUrl: text('CHECK_IN_URL'),
    credential: text('APPLIANCE_CREDENTIAL'),
  };
  const known = Object.entries(optional).filter(([, value]) => value !== undefined);
  return { license: { edition, ...Object.fromEntries(known) } };
};
