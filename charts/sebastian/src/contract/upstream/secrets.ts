import { keys } from '@helm-charts/testing/contract';
import type { Part } from '../part.ts';

/** Secrets that the objects of the chart read, by name and key. */
export const secrets: readonly Part[] = [
  keys('appliance', 'postgres/secrets.yaml', {
    'db-credentials': [
      'DB_PASSWORD_SUPERUSER',
      'DB_PASSWORD_SERVER',
      'DB_PASSWORD_HOCUSPOCUS',
      'DB_PASSWORD_PGBOUNCER',
    ],
  }),
  keys('appliance', 'redis/secrets.yaml', { 'redis-credentials': ['REDIS_PASSWORD'] }),
  keys('appliance', 'secret.yaml', {
    'alga-core-sebastian-secrets': [
      'NEXTAUTH_SECRET',
      'CRYPTR_KEY',
      'TOKEN_SECRET_KEY',
      'IMAP_WEBHOOK_SECRET',
      'AI_DOCUMENT_API_KEY',
      'COLLAB_PERSIST_API_KEY',
      'HOCUSPOCUS_JWT_SECRET',
    ],
  }),
  keys('everything', 'secret.yaml', {
    'alga-core-sebastian-secrets': [
      'stripe_secret_key',
      'stripe_publishable_key',
      'stripe_webhook_secret',
      'IPINFO_API_TOKEN',
      'APPLE_IAP_KEY_ID',
      'APPLE_IAP_ISSUER_ID',
      'APPLE_IAP_BUNDLE_ID',
      'APPLE_IAP_PRIVATE_KEY',
      'APPLE_IAP_ENVIRONMENT',
      'APPLE_SIGN_IN_BUNDLE_ID',
      'APPLE_SIGN_IN_TEAM_ID',
      'APPLE_SIGN_IN_KEY_ID',
      'APPLE_SIGN_IN_PRIVATE_KEY',
      'APPLE_SIGN_IN_ENCRYPTION_KEY',
      'TEAMS_BOT_APP_ID',
      'TEAMS_BOT_APP_TENANT_ID',
      'TEAMS_BOT_APP_PASSWORD',
      'ALGA_LICENSE_SERVICE_SECRET',
    ],
  }),
  keys('appliance', 'deployment.yaml', { 'alga-psa-shared': ['ALGA_AUTH_KEY'] }),
  keys('everything', 'deployment.yaml', {
    'alga-psa-shared': ['MASTER_BILLING_TENANT_ID'],
    'vault-credentials': ['VAULT_TOKEN'],
    'nm-store-db-secret': ['TEMPORAL_WEBHOOK_SECRET', 'ALGA_WEBHOOK_SECRET'],
    'harbor-credentials': [],
  }),
  keys('s3', 's3-storage-credentials.yaml', {
    'storage-credentials': ['S3_ACCESS_KEY', 'S3_SECRET_KEY'],
  }),
  keys('appliance', 'storage-secret.yaml', {
    'alga-core-sebastian-storage-secret': ['storage.yaml'],
  }),
  keys('appliance', 'jobs.yaml', {
    'appliance-initial-tenant': [],
    'appliance-license-seed': [],
  }),
];
