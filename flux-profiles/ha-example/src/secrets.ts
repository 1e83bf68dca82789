import type { ProfileSecret } from '@helm-charts/types';

/** Credentials of the services outside the cluster. Their owner gives them to the site, which creates the Secrets before the first installation. */
export const secrets: readonly ProfileSecret[] = [
  { name: 'storage-credentials', keys: ['S3_ACCESS_KEY', 'S3_SECRET_KEY'] },
  { name: 'vault-credentials', keys: ['VAULT_TOKEN'] },
  // The certificate of the authority of Postgres. It is not secret.
  { name: 'postgres-ca', keys: ['ca.crt'] },
];
