import { randomBytes } from 'node:crypto';
import { existsSync, globSync } from 'node:fs';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import type { GateEnvironment } from '@helm-charts/alga';
import { type Connection, connect } from '../../../../tools/servers/connect.ts';
import { makeFolder, removeFolder } from '../../../../tools/servers/folder.ts';
import { missing } from '../../../../tools/servers/missing.ts';
import {
  type Postgres,
  type PostgresOptions,
  startPostgres,
} from '../../../../tools/servers/postgres.ts';
import { type BootstrapEnvironment, bootstrapSecrets, temporalSecret } from './environment.ts';
import {
  knexfileOf,
  type Project,
  project,
  writeKnexProject,
  writeQuickProject,
} from './project.ts';
import { type Result, type Run, start } from './run.ts';

/** The passwords by the key of the Secret. */
export type Passwords = Readonly<
  Record<(typeof bootstrapSecrets)[number]['key'] | 'DB_PASSWORD_TEMPORAL', string>
>;

/** A Postgres, a Secret that fits it, and an image with an application. */
export interface Appliance extends AsyncDisposable {
  readonly postgres: Postgres;
  readonly passwords: Passwords;
  /** A place of its own for whatever a test writes. */
  readonly folder: string;
  /** The environment of the bootstrap in a new image with the application. */
  environment(release?: Release): Promise<BootstrapEnvironment>;
  bootstrap(release?: Release): Promise<Run>;
  gate(environment?: Partial<GateEnvironment>, path?: readonly string[]): Promise<Run>;
  /** Logs in as the superuser, unless told otherwise. */
  connect(login?: {
    readonly user?: string;
    readonly password?: string;
    readonly database?: string;
  }): Promise<Connection>;
}

/** What differs from a first installation. */
export interface Release {
  readonly project?: Project;
  /** The genuine knex instead of its quick stand-in. */
  readonly knex?: boolean;
  /** Folders where programs are found first. */
  readonly path?: readonly string[];
  readonly environment?: Partial<BootstrapEnvironment>;
}

export const startAppliance = async (
  options?: PostgresOptions & { readonly passwords?: Partial<Passwords> },
): Promise<Appliance> => {
  const psql = findPsql();
  const postgres = await startPostgres(options);
  const folder = await makeFolder('appliance');
  const passwords: Passwords = {
    DB_PASSWORD_SUPERUSER: postgres.superuserPassword,
    DB_PASSWORD_SERVER: random(),
    DB_PASSWORD_PGBOUNCER: random(),
    DB_PASSWORD_HOCUSPOCUS: random(),
    DB_PASSWORD_TEMPORAL: random(),
    ...options?.passwords,
  };
  const secrets = join(folder, 'secrets');
  await writeSecrets(secrets, passwords);

  const environment = async (release: Release = {}): Promise<BootstrapEnvironment> => {
    const image = await mkdtemp(join(folder, 'image-'));
    await (release.knex ? writeKnexProject : writeQuickProject)(image, release.project ?? project);
    return {
      ...database(postgres),
      DB_USER_ADMIN: 'postgres',
      DB_USER_PGBOUNCER: 'app_user_pgbouncer',
      DB_USER_HOCUSPOCUS: 'hocuspocus_user',
      DB_NAME_HOCUSPOCUS: 'hocuspocus',
      DB_USER_TEMPORAL: '',
      DB_NAME_TEMPORAL: 'temporal',
      DB_NAME_TEMPORAL_VISIBILITY: 'temporal_visibility',
      DB_EXTENSIONS: '',
      PASSWORDS_DIR: join(secrets, 'db'),
      DB_TYPE: 'postgres',
      APP_ENV: 'production',
      SETUP_RUN_MIGRATIONS: 'true',
      SETUP_RUN_SEEDS: 'true',
      KNEXFILE: knexfileOf(image),
      SEEDS_DIR: '',
      BOOTSTRAP_VERSION: '1.0.0',
      ...waiting,
      BOOTSTRAP_LOCK_TIMEOUT_SECONDS: '60',
      ...release.environment,
    };
  };
  return {
    postgres,
    passwords,
    folder,
    environment,
    bootstrap: async (release) => {
      const variables = await environment(release);
      const bin = join(dirname(variables.KNEXFILE), 'bin');
      const path = [...(release?.path ?? []), ...(release?.knex ? [] : [bin]), psql];
      return start('bootstrap.sh', { ...variables }, { cwd: folder, path });
    },
    gate: async (otherwise, path = []) => {
      const variables: GateEnvironment = {
        ...database(postgres),
        DB_PASSWORD_FILE: join(secrets, 'db/DB_PASSWORD_SERVER'),
        ...waiting,
        ...otherwise,
      };
      return start(
        'wait-for-bootstrap.sh',
        { ...variables },
        { cwd: folder, path: [...path, psql] },
      );
    },
    connect: (login) => connect({ ...postgres.superuser, ...login }),
    [Symbol.asyncDispose]: async () => {
      await postgres.stop();
      await removeFolder(folder);
    },
  };
};

/** Runs the bootstrap to its end. */
export const bootstrap = async (appliance: Appliance, release?: Release): Promise<Result> =>
  (await appliance.bootstrap(release)).ended;

/** Puts files where the Job mounts its Secret. */
const writeSecrets = async (folder: string, passwords: Partial<Passwords>): Promise<void> => {
  for (const { key, path } of [...bootstrapSecrets, temporalSecret]) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    const password = passwords[key];
    if (password !== undefined) await writeFile(join(folder, path), password, { mode: 0o600 });
  }
};

export const random = (): string => randomBytes(16).toString('hex');

const database = ({ host, port }: Postgres) => ({
  DB_HOST: host,
  DB_PORT: String(port),
  DB_NAME_SERVER: 'server',
  DB_USER_SERVER: 'app_user',
});

/** The folder of the genuine `psql`. Debian's own is a program in Perl, which takes longer to find that one than that to do its work. */
const findPsql = (): string => {
  const file = globSync('/usr/lib/postgresql/*/bin/psql').toSorted().at(-1) ?? which('psql');
  if (file !== undefined) return dirname(file);
  throw missing(
    'psql',
    'The scripts speak to Postgres with it; run `apt-get install postgresql-client`.',
  );
};

const which = (program: string): string | undefined =>
  process.env.PATH?.split(delimiter)
    .map((folder) => join(folder, program))
    .find((file) => existsSync(file));

/** A release is the same on every appliance: only a test that is about another one gives another hash. */
const waiting = {
  BOOTSTRAP_HASH: 'first',
  BOOTSTRAP_WAIT_TIMEOUT_SECONDS: '30',
  BOOTSTRAP_WAIT_RETRY_SECONDS: '0.1',
};
