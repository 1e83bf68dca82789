import type { BootstrapWaitEnvironment } from '@helm-charts/alga';
import { previousKey, rotationKey } from '@helm-charts/alga/credentials';

/**
 * Environment variables that the bootstrap reads. The chart sets these variables in the Job, where `Text` may be a reference to a value, and
 * tests set the same ones in their runs.
 */
export interface BootstrapEnvironment<Text = string>
  extends Omit<BootstrapWaitEnvironment<Text>, 'DB_PASSWORD_FILE'> {
  /** The superuser. It runs the migrations and owns the objects that they create. */
  readonly DB_USER_ADMIN: Text;
  /** Role of the pool of the workers. It may equal the role of the server. */
  readonly DB_USER_PGBOUNCER: Text;
  readonly DB_USER_HOCUSPOCUS: Text;
  readonly DB_NAME_HOCUSPOCUS: Text;
  /** Role that owns the two databases of Temporal. Empty: the databases are not created. */
  readonly DB_USER_TEMPORAL: Text;
  readonly DB_NAME_TEMPORAL: Text;
  readonly DB_NAME_TEMPORAL_VISIBILITY: Text;
  /** Extensions of the database of the server, separated by spaces. Extensions that Postgres does not have are skipped. */
  readonly DB_EXTENSIONS: Text;
  /** Directory with a file for each password, named after the key of the Secret. */
  readonly PASSWORDS_DIR: Text;
  /** Read by the knexfile of the image. */
  readonly DB_TYPE: Text;
  /** Stored in the database of the server as `app.environment`. */
  readonly APP_ENV: Text;
  /** Off with `false`, `0`, `no` or `off`. */
  readonly SETUP_RUN_MIGRATIONS: Text;
  /** Off with `false`, `0`, `no` or `off`. */
  readonly SETUP_RUN_SEEDS: Text;
  /** Knexfile of the image. Its environment `migration` is used. */
  readonly KNEXFILE: Text;
  /** Directory with the seeds, or with a directory of seeds for each product. */
  readonly SEEDS_DIR: Text;
  /** Product whose seeds run, for example `psa`. */
  readonly PRODUCT: Text;
  /** Directory with a file for each key of the Secret with the first tenant. The directory is empty where there is no such Secret. */
  readonly TENANT_DIR: Text;
  /** The same for the Secret with the licence. */
  readonly LICENSE_DIR: Text;
  /** File of the ConfigMap with the hash of the bootstrap that the release has now. A run with another hash changes nothing. */
  readonly BOOTSTRAP_HASH_FILE: Text;
  /** Version of the release, for example `1.4.2`. A database with a newer version is not changed. */
  readonly BOOTSTRAP_VERSION: Text;
  /** Seconds to wait for the lock of another bootstrap. */
  readonly BOOTSTRAP_LOCK_TIMEOUT_SECONDS: Text;
}

/** Environment variables that `initialize-postgres.sh` reads. */
export interface InitializeEnvironment<Text = string> {
  /** Data directory: a directory below the mount path of the volume, not the mount path. */
  readonly PGDATA: Text;
  /** The file with the password of the superuser. */
  readonly POSTGRES_PASSWORD_FILE: Text;
  /** The superuser. */
  readonly POSTGRES_USER: Text;
}

/** Environment variables that `start-postgres.sh` reads. */
export interface StartPostgresEnvironment<Text = string> {
  readonly PGDATA: Text;
  /** Mount path of the Secret with the certificate, which need not exist. */
  readonly TLS_DIR?: Text;
}

/** Mount path of the Secret with the passwords in the Job. */
export const secretsMount = '/run/secrets';

/** Mount paths of the Secrets with the first tenant and the licence. */
export const tenantMount = '/run/tenant';
export const licenseMount = '/run/license';

/** File names by key: those that the bootstrap reads, and two more names that the knexfile of the image reads. */
export const bootstrapSecrets = [
  { key: 'DB_PASSWORD_SUPERUSER', path: 'db/DB_PASSWORD_SUPERUSER' },
  { key: 'DB_PASSWORD_SERVER', path: 'db/DB_PASSWORD_SERVER' },
  { key: 'DB_PASSWORD_PGBOUNCER', path: 'db/DB_PASSWORD_PGBOUNCER' },
  { key: 'DB_PASSWORD_HOCUSPOCUS', path: 'db/DB_PASSWORD_HOCUSPOCUS' },
  { key: 'DB_PASSWORD_SUPERUSER', path: 'postgres_password' },
  { key: 'DB_PASSWORD_SERVER', path: 'db_password_server' },
] as const;

/** Files of a rotation of the passwords, which exist while it lasts. */
export const rotationSecrets = {
  id: `db/${rotationKey}`,
  previous: `db/${previousKey('DB_PASSWORD_SUPERUSER')}`,
} as const;

/** Additional files where `DB_USER_TEMPORAL` is set. */
export const temporalSecret = {
  key: 'DB_PASSWORD_TEMPORAL',
  path: 'db/DB_PASSWORD_TEMPORAL',
} as const;
