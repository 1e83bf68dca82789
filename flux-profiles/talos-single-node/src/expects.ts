import type { Expectations } from '@helm-charts/types';

/** What the appliance has before its first installation, and what no release of it may change. */
export const expects: Expectations = {
  secrets: {
    'db-credentials': [
      'DB_PASSWORD_SUPERUSER',
      'DB_PASSWORD_SERVER',
      'DB_PASSWORD_PGBOUNCER',
      'DB_PASSWORD_HOCUSPOCUS',
      'DB_PASSWORD_TEMPORAL',
    ],
    'redis-credentials': ['REDIS_PASSWORD'],
    'alga-core-sebastian-secrets': [
      'NEXTAUTH_SECRET',
      'CRYPTR_KEY',
      'TOKEN_SECRET_KEY',
      'IMAP_WEBHOOK_SECRET',
      'AI_DOCUMENT_API_KEY',
      'COLLAB_PERSIST_API_KEY',
      'HOCUSPOCUS_JWT_SECRET',
    ],
    'alga-psa-shared': ['ALGA_AUTH_KEY'],
  },
  claims: {
    'alga-core-sebastian-postgres-data': '50Gi',
    'alga-core-sebastian-redis-data': '20Gi',
    'alga-core-sebastian-storage': '50Gi',
    'alga-core-sebastian-tenant-secrets': '1Gi',
  },
  // Until alga-core is among the releases.
  services: { db: [5432] },
};
