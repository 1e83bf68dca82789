import type { Part } from '@helm-charts/testing/contract';
import { found, keys } from '@helm-charts/testing/contract';
import type { scenarios } from '../scenarios.ts';

type ScenarioName = keyof typeof scenarios;

const configuration = {
  template: 'configmap-bootstrap.yaml',
  scenario: 'appliance',
} as const;

/** All names of the original for the profile of the single node. */
export const upstream: readonly Part<ScenarioName>[] = [
  {
    section: '1.2',
    template: 'deployment.yaml',
    scenario: 'appliance',
    of: { component: 'pgbouncer', container: 'pgbouncer' },
    names: {
      POSTGRES_HOST: 'db.msp.svc.cluster.local',
      POSTGRES_PORT: '5432',
      SERVER_DATABASE: 'server',
      ADMIN_DATABASE: 'postgres',
      DB_USER_SERVER: 'app_user_pgbouncer',
      POSTGRES_USER: 'postgres',
      AUTH_TYPE: 'scram-sha-256',
      PGBOUNCER_PORT: '6432',
      POOL_MODE: 'transaction',
      MAX_CLIENT_CONN: '1000',
      DEFAULT_POOL_SIZE: '20',
      MIN_POOL_SIZE: '10',
      RESERVE_POOL_SIZE: '10',
      RESERVE_POOL_TIMEOUT: '5',
      MAX_DB_CONNECTIONS: '100',
      MAX_USER_CONNECTIONS: '100',
      IDLE_TRANSACTION_TIMEOUT: '300',
      SERVER_IDLE_TIMEOUT: '600',
      DB_PASSWORD_SERVER: 'db-credentials/DB_PASSWORD_PGBOUNCER',
      POSTGRES_PWD: 'db-credentials/DB_PASSWORD_SUPERUSER',
    },
  },
  found('1.2', 'deployment.yaml', 'appliance', [
    'Deployment pgbouncer',
    'Deployment pgbouncer, container pgbouncer',
    'Deployment pgbouncer, container pgbouncer, port pgbouncer 6432',
    'Service pgbouncer',
    'Service pgbouncer, port pgbouncer 6432',
    'ConfigMap pgbouncer-bootstrap',
    'ConfigMap pgbouncer-bootstrap, file entrypoint.sh',
    'Deployment pgbouncer, container pgbouncer, /bootstrap of ConfigMap pgbouncer-bootstrap',
  ]),
  keys('appliance', 'deployment.yaml', {
    'db-credentials': ['DB_PASSWORD_PGBOUNCER', 'DB_PASSWORD_SUPERUSER'],
  }),
];

/** The databases of its configuration. */
export const databases: Part<ScenarioName> = {
  ...configuration,
  section: '5',
  names: { server: 'host=db.msp.svc.cluster.local port=5432 dbname=server', postgres: null },
};

/** The settings of its configuration. */
export const settings: Part<ScenarioName> = {
  ...configuration,
  section: '5',
  names: {
    listen_addr: '0.0.0.0',
    listen_port: '6432',
    auth_type: 'scram-sha-256',
    auth_file: null,
    pool_mode: 'transaction',
    max_client_conn: '1000',
    default_pool_size: '20',
    min_pool_size: '10',
    reserve_pool_size: '10',
    reserve_pool_timeout: '5',
    max_db_connections: '100',
    max_user_connections: '100',
    server_reset_query: 'DISCARD ALL',
    ignore_startup_parameters: 'extra_float_digits',
    idle_transaction_timeout: '300',
    server_idle_timeout: '600',
  },
};
