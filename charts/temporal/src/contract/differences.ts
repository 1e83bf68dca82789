import { type Differences, leftOut, renamed } from '@helm-charts/testing/contract';
import type { scenarios } from '../scenarios.ts';

const configured = 'The server is configured by a file, of which nothing but a password is secret.';
const job = 'A Job makes it, and the server does not.';
const role = 'The server has a role of its own, and never the superuser.';
const cli = 'The names are those of the CLI of Temporal.';

/** What this chart does otherwise. The README has a line for each of the variables. */
export const differences: Readonly<Record<string, Differences<keyof typeof scenarios>>> = {
  temporal: {
    DB: leftOut(configured),
    DB_PORT: leftOut(configured),
    POSTGRES_SEEDS: leftOut(configured),
    POSTGRES_HOST: leftOut(configured),
    POSTGRES_USER: leftOut(role),
    POSTGRES_PWD: renamed('DB_PASSWORD', role),
    TEMPORAL_CLI_ADDRESS: leftOut(job),
    DEFAULT_NAMESPACE: leftOut(job),
    DEFAULT_NAMESPACE_RETENTION: leftOut(job),
    SKIP_DEFAULT_NAMESPACE_CREATION: leftOut(job),
    SKIP_ADD_CUSTOM_SEARCH_ATTRIBUTES: leftOut(job),
  },
  ui: {},
  'create-namespace': {
    DEFAULT_NAMESPACE: renamed('TEMPORAL_NAMESPACE', cli),
    DEFAULT_NAMESPACE_RETENTION: renamed('TEMPORAL_RETENTION', cli),
  },
  objects: {
    'Deployment temporal, container temporal, port grpc 7233': renamed(
      'Deployment temporal, container temporal, port frontend 7233',
      'Each service of the server has a port by its own name.',
    ),
    'Job temporal-namespace-init': renamed(
      'Job temporal-namespace-<hash>',
      'A Job cannot be changed: one that does something else needs another name.',
    ),
    'Secret db-credentials, key DB_PASSWORD_SUPERUSER': renamed(
      'Secret db-credentials, key DB_PASSWORD_TEMPORAL',
      role,
    ),
  },
};
