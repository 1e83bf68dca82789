import type { licenseKeys, tenantKeys } from '@helm-charts/alga/tenant';

export type TenantData = Readonly<Partial<Record<(typeof tenantKeys)[number], string>>>;
export type LicenseData = Readonly<Partial<Record<(typeof licenseKeys)[number], string>>>;

/** A field of a file, by the key of the Secret that holds it. */
export type Fields<Key extends string> = Readonly<Record<string, Key>>;

/** The fields of the file with the tenant. */
export const tenantFields: Fields<keyof TenantData> = {
  organisation: 'INITIAL_TENANT_NAME',
  firstName: 'INITIAL_ADMIN_FIRST_NAME',
  lastName: 'INITIAL_ADMIN_LAST_NAME',
  email: 'INITIAL_ADMIN_EMAIL',
  password: 'INITIAL_ADMIN_PASSWORD',
  id: 'INITIAL_TENANT_ID',
};

/** The fields of the file with the licence. */
export const licenseFields: Fields<keyof LicenseData> = {
  edition: 'EDITION_CHOICE',
  registered: 'INSTALL_EDITION',
  token: 'LICENSE_TOKEN',
  applianceId: 'APPLIANCE_ID',
  checkInUrl: 'CHECK_IN_URL',
  credential: 'APPLIANCE_CREDENTIAL',
};
