import type { BootstrapWaitEnvironment } from '@helm-charts/alga';

/**
 * What `bootstrap.sh` reads from its environment. The chart sets these variables in the Job, where `Text` may be a reference to a value, and
 * tests set the same ones in their runs.
 */
export interface BootstrapEnvironment<Text = string>
  extends Omit<BootstrapWaitEnvironment<Text>, 'DB_PASSWORD_FILE'> {
  /** The superuser, who migrates and owns what the migrations create. */
  readonly DB_USER_ADMIN: Text;
  /** The role of the pool that the workers use; it may be the server's own. */
  readonly DB_USER_PGBOUNCER: Text;
  readonly DB_USER_HOCUSPOCUS: Text;
  readonly DB_NAME_HOCUSPOCUS: Text;
  /** With it there are Temporal's two databases, which it owns; empty for none. */
  readonly DB_USER_TEMPORAL: Text;
  readonly DB_NAME_TEMPORAL: Text;
  readonly DB_NAME_TEMPORAL_VISIBILITY: Text;
  /** Extensions of the server's database, with spaces between; one that Postgres does not have is skipped. */
  readonly DB_EXTENSIONS: Text;
  /** The folder with a file for each password, named by the key of the Secret. */
  readonly PASSWORDS_DIR: Text;
  /** For the image's knexfile. */
  readonly DB_TYPE: Text;
  /** Stands in the server's database as `app.environment`. */
  readonly APP_ENV: Text;
  /** Off with `false`, `0`, `no` or `off`. */
  readonly SETUP_RUN_MIGRATIONS: Text;
  /** Off with `false`, `0`, `no` or `off`. */
  readonly SETUP_RUN_SEEDS: Text;
  /** The image's knexfile; its environment `migration` is used. */
  readonly KNEXFILE: Text;
  /** For the image's knexfile: the folder with the seeds; empty for the knexfile's own. */
  readonly SEEDS_DIR: Text;
  /** The release, such as `1.4.2`. A database that is at a newer one is left alone. */
  readonly BOOTSTRAP_VERSION: Text;
  /** How long another bootstrap may take. */
  readonly BOOTSTRAP_LOCK_TIMEOUT_SECONDS: Text;
}

/** What `initialize-postgres.sh` reads from its environment. */
export interface InitializeEnvironment<Text = string> {
  /** The data directory: a folder below the mount point of its volume, never the mount point. */
  readonly PGDATA: Text;
  /** The file with the password of the superuser. */
  readonly POSTGRES_PASSWORD_FILE: Text;
  /** The superuser. */
  readonly POSTGRES_USER: Text;
}

/** Where the Job mounts the Secret with the passwords. */
export const secretsMount = '/run/secrets';

/** The mounted files by key: those that the script reads, and the names by which the image's knexfile knows two of them. */
export const bootstrapSecrets = [
  { key: 'DB_PASSWORD_SUPERUSER', path: 'db/DB_PASSWORD_SUPERUSER' },
  { key: 'DB_PASSWORD_SERVER', path: 'db/DB_PASSWORD_SERVER' },
  { key: 'DB_PASSWORD_PGBOUNCER', path: 'db/DB_PASSWORD_PGBOUNCER' },
  { key: 'DB_PASSWORD_HOCUSPOCUS', path: 'db/DB_PASSWORD_HOCUSPOCUS' },
  { key: 'DB_PASSWORD_SUPERUSER', path: 'postgres_password' },
  { key: 'DB_PASSWORD_SERVER', path: 'db_password_server' },
] as const;

/** Mounted in addition where `DB_USER_TEMPORAL` is set. */
export const temporalSecret = {
  key: 'DB_PASSWORD_TEMPORAL',
  path: 'db/DB_PASSWORD_TEMPORAL',
} as const;
