import { authorityPath, hashKey } from '@helm-charts/alga';
import { file, hash, helper, imageName, type Setting, when } from '@helm-charts/types';
import { postgres } from '../address.ts';
import type { Values } from '../values.ts';
import { type BootstrapEnvironment, licenseMount, secretsMount, tenantMount } from './scripts.ts';

/** The program of the bootstrap. */
export const script = file('bootstrap/main.ts');

/** Input of the hash of the bootstrap. A new hash is a new bootstrap, with its own Job. */
export const bootstrapHash = (v: Values) => {
  const { host, port } = postgres(v);
  const { readChain, writeTo, environmentPrefix, vault } = v.tenantSecrets;
  return helper(
    'bootstrapHash',
    hash([
      imageName(v.server.image),
      script,
      host,
      port,
      v.version,
      v.edition,
      v.environment,
      v.bootstrap,
      v.database,
      v.secrets,
      v.crypto,
      readChain,
      writeTo,
      environmentPrefix,
      vault,
      v.server.user,
      v.pods,
    ]),
  );
};

/** Environment variables of the Job. */
export const bootstrapVariables = (v: Values) => {
  const { host, port } = postgres(v);
  const { admin, server, hocuspocus, temporal } = v.database;
  return {
    DB_TYPE: 'postgres',
    DB_HOST: host,
    DB_PORT: port,
    DB_USER_ADMIN: admin,
    DB_NAME_SERVER: server.name,
    DB_USER_SERVER: server.user,
    DB_USER_PGBOUNCER: server.poolUser,
    DB_NAME_HOCUSPOCUS: hocuspocus.name,
    DB_USER_HOCUSPOCUS: hocuspocus.user,
    DB_USER_TEMPORAL: when(temporal.enabled, temporal.user, ''),
    DB_NAME_TEMPORAL: temporal.name,
    DB_NAME_TEMPORAL_VISIBILITY: temporal.visibility,
    DB_EXTENSIONS: v.bootstrap.extensions,
    PASSWORDS_DIR: `${secretsMount}/db`,
    DB_CA_FILE: authorityPath(v.database.tls),
    SETUP_RUN_MIGRATIONS: v.bootstrap.migrations,
    SETUP_RUN_SEEDS: v.bootstrap.seeds,
    KNEXFILE: v.bootstrap.knexfile,
    SEEDS_DIR: v.bootstrap.seedsFolder,
    PRODUCT: v.bootstrap.product,
    TENANT_DIR: tenantMount,
    LICENSE_DIR: licenseMount,
    BOOTSTRAP_HASH: bootstrapHash(v),
    BOOTSTRAP_HASH_FILE: `/bootstrap/${hashKey}`,
    BOOTSTRAP_VERSION: v.version,
    BOOTSTRAP_WAIT_TIMEOUT_SECONDS: v.bootstrap.waitSeconds,
    BOOTSTRAP_WAIT_RETRY_SECONDS: '2',
    BOOTSTRAP_LOCK_TIMEOUT_SECONDS: v.bootstrap.lockSeconds,
  } satisfies Omit<BootstrapEnvironment<Setting>, 'APP_ENV'>;
};
