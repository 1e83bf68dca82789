import { randomBytes } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BootstrapWaitEnvironment, postgresCertificate } from '@helm-charts/alga';
import type { Mounted } from '@helm-charts/testing/charts';
import {
  type Connection,
  connect,
  makeFolder,
  type Postgres,
  type PostgresOptions,
  removeFolder,
  startPostgres,
} from '@helm-charts/testing/servers';
import type { BootstrapEnvironment } from '../environment/scripts.ts';
import { mount, type Passwords, rendered, secretsWith } from './containers.ts';
import { knexfileOf, type Project, project, writeProject } from './project.ts';
import { findPsql } from './psql.ts';
import { type Result, type Run, start } from './run.ts';
import type { Shell } from './shell.ts';

/** A Postgres, a Secret that fits it, and an image with an application. */
export interface Appliance extends AsyncDisposable {
  readonly postgres: Postgres;
  readonly passwords: Passwords;
  /** A place of its own for whatever a test writes; Postgres may read it. */
  readonly folder: string;
  /** The init container of the server. */
  readonly waiting: Mounted;
  /** The environment of the bootstrap in a new image with the application. */
  environment(release?: Release): Promise<Environment>;
  bootstrap(release?: Release): Promise<Run>;
  waitForBootstrap(
    environment?: Partial<BootstrapWaitEnvironment>,
    path?: readonly string[],
  ): Promise<Run>;
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
  /** Folders where programs are found first. */
  readonly path?: readonly string[];
  readonly environment?: Partial<BootstrapEnvironment> & { readonly PATH?: string };
}

export interface ApplianceOptions extends PostgresOptions {
  readonly passwords?: Partial<Passwords>;
  /** Of the chart. */
  readonly values?: object;
  /** The CA certificate of Postgres, in the Secret of an appliance. */
  readonly authority?: string;
  /** The Secret with the first tenant. */
  readonly tenant?: Readonly<Record<string, string>>;
  /** In place of the one that wait-for-bootstrap names. */
  readonly shell?: Shell;
}

/** The Job's environment: all that the chart gives it. */
type Environment = Readonly<Record<string, string>> & Pick<BootstrapEnvironment, 'PASSWORDS_DIR'>;

export const startAppliance = async (options: ApplianceOptions = {}): Promise<Appliance> => {
  const psql = findPsql();
  const manifests = await rendered(options.values ?? {});
  const postgres = await startPostgres(options);
  const folder = await makeFolder('appliance');
  const passwords: Passwords = {
    DB_PASSWORD_SUPERUSER: postgres.superuserPassword,
    DB_PASSWORD_SERVER: random(),
    DB_PASSWORD_PGBOUNCER: random(),
    DB_PASSWORD_HOCUSPOCUS: random(),
    DB_PASSWORD_TEMPORAL: random(),
    ...options.passwords,
  };
  const secrets = {
    ...secretsWith({ postgres: passwords, tenant: options.tenant ?? tenant }),
    ...(options.authority && { [postgresCertificate]: { 'ca.crt': options.authority } }),
  };
  const cluster = { manifests, secrets };
  const job = await mount('bootstrap', cluster, join(folder, 'job'));
  const waiting = await mount('wait-for-bootstrap', cluster, join(folder, 'server'));
  const here = adapt(postgres, job);
  const shell = options.shell && { shell: options.shell };
  const runs: Run[] = [];
  const started = (run: Run): Run => {
    runs.push(run);
    return run;
  };

  const environment = async (release: Release = {}): Promise<Environment> => {
    const image = await mkdtemp(join(folder, 'image-'));
    await writeProject(image, release.project ?? project);
    return {
      ...here(job),
      PASSWORDS_DIR: job.environment.PASSWORDS_DIR!,
      KNEXFILE: knexfileOf(image),
      SEEDS_DIR: join(image, 'seeds'),
      // The Postgres of tests has others than the image.
      DB_EXTENSIONS: '',
      // Tests choose hashes that can be read.
      BOOTSTRAP_HASH_FILE: '',
      ...release.environment,
    };
  };
  return {
    postgres,
    passwords,
    folder,
    waiting,
    environment,
    bootstrap: async (release) => {
      const variables = await environment(release);
      return started(start(job, variables, { path: release?.path ?? [] }));
    },
    waitForBootstrap: async (otherwise, path = []) =>
      started(
        start(waiting, { ...here(waiting), ...otherwise }, { path: [...path, psql], ...shell }),
      ),
    connect: (login) =>
      connect({
        ...postgres.superuser,
        // Tests trust their own server.
        ...(options.tls && { tls: { rejectUnauthorized: false } }),
        ...login,
      }),
    [Symbol.asyncDispose]: async () => {
      for (const run of runs) run.kill();
      await postgres.stop();
      await removeFolder(folder);
    },
  };
};

/** The keys of the Secret with the first tenant. */
export const tenant: Readonly<Record<string, string>> = {
  INITIAL_TENANT_NAME: 'Analytical Engines',
  INITIAL_ADMIN_FIRST_NAME: 'Ada',
  INITIAL_ADMIN_LAST_NAME: 'Lovelace',
  INITIAL_ADMIN_EMAIL: 'Ada@Example.com',
  INITIAL_ADMIN_PASSWORD: 'Correct-horse: 1',
};

/** Of a bootstrap that finds no Secret with a tenant. */
export const withoutTenant: Partial<BootstrapEnvironment> = { TENANT_DIR: '' };

/** Writes a folder as a Secret is mounted, and returns its path. */
export const writeSecret = async (
  { folder }: Pick<Appliance, 'folder'>,
  data: Readonly<Record<string, string>>,
): Promise<string> => {
  const secret = await mkdtemp(join(folder, 'secret-'));
  for (const [key, value] of Object.entries(data)) await writeFile(join(secret, key), value);
  return secret;
};

/** Of the release that comes after the first. */
export const nextRelease = (release: Release = {}): Release => ({
  ...release,
  environment: { BOOTSTRAP_HASH: 'second', BOOTSTRAP_VERSION: '1.0.1', ...release.environment },
});

/** Runs the bootstrap to its end. */
export const bootstrap = async (appliance: Appliance, release?: Release): Promise<Result> =>
  (await appliance.bootstrap(release)).ended;

export const random = (): string => randomBytes(16).toString('hex');

/**
 * What differs here from a container's own environment: where Postgres is, and how soon it is asked again. The hash of the Job has a name that
 * can be read; a container that has another hash keeps it.
 */
const adapt =
  ({ host, port }: Postgres, job: Mounted) =>
  ({ environment }: Mounted): Readonly<Record<string, string>> => ({
    ...environment,
    DB_HOST: host,
    DB_PORT: String(port),
    BOOTSTRAP_WAIT_RETRY_SECONDS: '0.1',
    ...(environment.BOOTSTRAP_HASH === job.environment.BOOTSTRAP_HASH && {
      BOOTSTRAP_HASH: 'first',
    }),
  });
