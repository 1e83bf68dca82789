import { accessSync, constants, existsSync } from 'node:fs';
import { join } from 'node:path';
import type { License, Tenant } from '@helm-charts/alga/tenant';
import type { BootstrapEnvironment } from '../environment/scripts.ts';
import { BootstrapFailure } from './failure.ts';
import type { PasswordHashing } from './password.ts';
import {
  authorityOf,
  type Environment,
  hashingOf,
  passwordOf,
  rotationOf,
  secretsOf,
} from './secrets.ts';

/** A role of Postgres and its password. */
export interface Login {
  readonly user: string;
  readonly password: string;
}

/** A database and the role that owns it. */
export interface OwnedDatabase {
  readonly name: string;
  readonly owner: string;
}

/** Everything that a run reads from its environment and from the mounted Secrets. */
export interface Settings {
  readonly host: string;
  readonly port: number;
  readonly admin: Login;
  /** Password of the superuser before a rotation, which Postgres may still have. */
  readonly previousPassword?: string;
  /** ID of the rotation of passwords that has not ended. */
  readonly rotation?: string;
  /** CA certificate of Postgres. With it, connections are encrypted, and the certificate of Postgres is verified. */
  readonly authority?: string;
  /** Role of the server, which logs in to Postgres directly. */
  readonly server: Login;
  /** Role of the pool. */
  readonly pool: Login;
  readonly hocuspocus: Login;
  readonly temporal?: Login & { readonly databases: readonly string[] };
  readonly database: string;
  /** Name of the copy of the database that a run goes back to. */
  readonly copy: string;
  readonly documents: string;
  readonly extensions: readonly string[];
  readonly environment: string;
  readonly migrations: boolean;
  readonly seeds: boolean;
  readonly knexfile: string;
  readonly seedsFolder: string;
  readonly product: string;
  readonly hash: string;
  /** File with the hash of the bootstrap that the release has now; it may be another one than that of this run. */
  readonly hashFile: string;
  readonly version: string;
  readonly waitSeconds: number;
  readonly retrySeconds: number;
  readonly lockSeconds: number;
  /** The first tenant, where its Secret is mounted. */
  readonly tenant?: Tenant;
  readonly license: License;
  /** How the password of the administrator is hashed; known where there is a tenant. */
  readonly hashing?: PasswordHashing;
}

/** Reads the settings. Throws a failure that names everything that is missing or wrong. */
export const readSettings = (environment: Environment): Settings => {
  const problems: string[] = [];
  const text = (name: keyof BootstrapEnvironment, preset?: string): string => {
    const value = environment[name] || preset;
    if (value === undefined) problems.push(`the variable ${name} is missing`);
    return value ?? '';
  };
  const identifier = (name: keyof BootstrapEnvironment): string => {
    const value = text(name);
    // Postgres cuts longer ones, and two of them may then be the same.
    if (Buffer.byteLength(value) > 63)
      problems.push(`the variable ${name} is longer than 63 bytes`);
    return value;
  };
  const seconds = (name: keyof BootstrapEnvironment): number => {
    const value = Number(text(name));
    if (environment[name] && !(value > 0))
      problems.push(`the variable ${name} is not a number of seconds`);
    return value;
  };
  const passwords = text('PASSWORDS_DIR', '/run/secrets/db');
  const login = (user: string, key: string): Login => {
    const { password, problem } = passwordOf(join(passwords, key));
    if (problem !== undefined) problems.push(problem);
    return { user, password };
  };

  const database = text('DB_NAME_SERVER');
  const copy = `${database}-before-seeds`;
  if (Buffer.byteLength(copy) > 63) {
    problems.push(`the name of the database ${database} is longer than 50 bytes`);
  }
  const version = text('BOOTSTRAP_VERSION');
  if (version !== '' && !/^v?\d/.test(version)) {
    problems.push(`BOOTSTRAP_VERSION is ${version}, which does not begin with a number`);
  }
  const knexfile = text('KNEXFILE');
  if (knexfile !== '' && !isReadable(knexfile)) {
    problems.push(`there is no knexfile ${knexfile} in this image`);
  }
  const seeds = isOn(environment.SETUP_RUN_SEEDS);
  const seedsFolder = seeds ? text('SEEDS_DIR') : '';
  if (seedsFolder !== '' && !existsSync(seedsFolder)) {
    problems.push(`there is no folder ${seedsFolder} with seeds in this image`);
  }
  const temporal = environment.DB_USER_TEMPORAL;
  const authority = authorityOf(environment.DB_CA_FILE, problems);
  const secrets = secretsOf(environment, problems);
  const settings: Settings = {
    host: text('DB_HOST'),
    port: Number(text('DB_PORT')),
    ...(authority && { authority }),
    admin: login(identifier('DB_USER_ADMIN'), 'DB_PASSWORD_SUPERUSER'),
    ...rotationOf(passwords),
    server: login(identifier('DB_USER_SERVER'), 'DB_PASSWORD_SERVER'),
    pool: login(identifier('DB_USER_PGBOUNCER'), 'DB_PASSWORD_PGBOUNCER'),
    hocuspocus: login(identifier('DB_USER_HOCUSPOCUS'), 'DB_PASSWORD_HOCUSPOCUS'),
    ...(temporal && {
      temporal: {
        ...login(identifier('DB_USER_TEMPORAL'), 'DB_PASSWORD_TEMPORAL'),
        databases: [identifier('DB_NAME_TEMPORAL'), identifier('DB_NAME_TEMPORAL_VISIBILITY')],
      },
    }),
    database,
    copy,
    documents: identifier('DB_NAME_HOCUSPOCUS'),
    extensions: (environment.DB_EXTENSIONS ?? '').split(' ').filter((one) => one !== ''),
    environment: environment.APP_ENV || 'production',
    migrations: isOn(environment.SETUP_RUN_MIGRATIONS),
    seeds,
    knexfile,
    seedsFolder,
    product: text('PRODUCT', 'psa'),
    hash: text('BOOTSTRAP_HASH'),
    hashFile: environment.BOOTSTRAP_HASH_FILE ?? '',
    version,
    waitSeconds: seconds('BOOTSTRAP_WAIT_TIMEOUT_SECONDS'),
    retrySeconds: seconds('BOOTSTRAP_WAIT_RETRY_SECONDS'),
    lockSeconds: seconds('BOOTSTRAP_LOCK_TIMEOUT_SECONDS'),
    ...secrets,
    ...(secrets.tenant && { hashing: hashingOf(environment, problems) }),
  };
  if (problems.length > 0) throw new BootstrapFailure('usage', [...new Set(problems)].join('\n'));
  return settings;
};

/** A switch is on unless it is `false`, `0`, `no` or `off`. */
const isOn = (value = ''): boolean => !/^(false|0|no|off)$/i.test(value);

const isReadable = (path: string): boolean => {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
};
