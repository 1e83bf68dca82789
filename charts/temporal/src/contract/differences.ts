import { type Differences, leftOut, renamed } from '@helm-charts/testing/contract';
import type { scenarios } from '../scenarios.ts';

const configured = 'The server has a configuration file; only the password is a variable.';
const job = 'A Job creates the namespace, not the server.';
const role = 'The server has its own role, not the superuser.';
const cli = 'The names are those of the Temporal CLI.';

/** Differences between this chart and the original. The README has a line for each of the variables. */
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
      'Each service of the server has a port with its own name.',
    ),
    'Job temporal-namespace-init': renamed(
      'Job temporal-namespace-<hash>',
      'A Job is immutable: a changed Job needs a new name.',
    ),
    'Secret db-credentials, key DB_PASSWORD_SUPERUSER': renamed(
      'Secret db-credentials, key DB_PASSWORD_TEMPORAL',
      role,
    ),
  },
};
