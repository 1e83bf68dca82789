import {
  type Differences,
  instead,
  notSet,
  objectDifferences,
  onDemand,
  renamed,
  variableDifferences,
} from '@helm-charts/testing/contract';
import { unset } from '../about.ts';
import type { scenarios } from '../scenarios.ts';
import { original } from './upstream.ts';

const withoutQuotes = 'The original renders the value with quotes, so it can never be false.';
const vault = 'Without Vault, no path is needed.';
const marker =
  'The init container waits for the marker of the bootstrap, with the role of the workers.';
const folder = 'A hostPath volume needs a namespace without Pod Security.';

/** Differences between this chart and the original. The README has a line for each of the variables. */
export const differences: Readonly<Record<string, Differences<keyof typeof scenarios>>> = {
  'email-service': {
    ...variableDifferences,
    ...notSet(unset),
    SECRET_FS_BASE_PATH: instead('/var/lib/alga/tenant-secrets/store', folder),
    VAULT_APP_SECRET_PATH: onDemand('everything', vault),
    VAULT_TENANT_SECRET_PATH_TEMPLATE: onDemand('everything', vault),
    IMAP_MAX_ATTACHMENT_BYTES: onDemand(
      'everything',
      'The service treats 0 as not set and uses its own limit, so the variable is set only with a limit.',
    ),
    IMAP_TLS_REJECT_UNAUTHORIZED: instead('true', withoutQuotes),
    IMAP_SOCKET_KEEPALIVE: instead('true', withoutQuotes),
  },
  'wait-for-bootstrap': {
    DB_NAME_SERVER: variableDifferences.DB_NAME_SERVER!,
    WAIT_DB_USER: renamed('DB_USER_SERVER', marker),
    WAIT_DB_PASSWORD: renamed('DB_PASSWORD_FILE', marker),
  },
  objects: {
    ...objectDifferences(original, {
      NEXTAUTH_SECRET: 'alga-core-sebastian-secrets, key NEXTAUTH_SECRET',
      TOKEN_SECRET_KEY: 'alga-core-sebastian-secrets, key TOKEN_SECRET_KEY',
      CRYPTO_KEY: 'alga-core-sebastian-secrets, key CRYPTR_KEY',
      IMAP_WEBHOOK_SECRET: 'alga-core-sebastian-secrets, key IMAP_WEBHOOK_SECRET',
    }),
    'Deployment email-service, container email-service, /shared-tenant-secrets of the node':
      renamed(
        'Deployment email-service, container email-service, /var/lib/alga/tenant-secrets of claim alga-core-sebastian-tenant-secrets',
        folder,
      ),
  },
};
