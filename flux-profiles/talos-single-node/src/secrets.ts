import { credentialSecrets } from '@helm-charts/alga/credentials';
import { licenseKeys, licenseSecret, tenantKeys, tenantSecret } from '@helm-charts/alga/tenant';
import type { DataClaim, ProfileSecret } from '@helm-charts/types';

/** Secrets that the releases require. The appliance creates them once; they are never in Git. */
export const secrets: readonly ProfileSecret[] = [
  ...credentialSecrets,
  // The bootstrap of the server reads them, and creates what they say only where nothing of the kind is there.
  { name: tenantSecret, keys: tenantKeys, givenTo: 'alga-core' },
  { name: licenseSecret, keys: licenseKeys, givenTo: 'alga-core' },
];

/** Secrets that belong to the data: passwords of the Postgres roles, and keys with which rows are encrypted and hashed. */
export const dataClaims: readonly DataClaim[] = [
  {
    name: 'alga-core-sebastian-postgres-data',
    secrets: ['db-credentials', 'alga-core-sebastian-secrets'],
    restoreSecret: 'alga-core-sebastian-restore',
  },
];
