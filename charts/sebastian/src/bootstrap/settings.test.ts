import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder, removeFolder } from '@helm-charts/testing/servers';
import { expect, onTestFinished, test } from 'vitest';
import type { BootstrapEnvironment } from '../environment/scripts.ts';
import { BootstrapFailure } from './failure.ts';
import { readSettings } from './settings.ts';

/** Every variable, as the chart sets them. */
const variables: Readonly<Record<keyof BootstrapEnvironment, string>> = {
  DB_HOST: 'db',
  DB_PORT: '5432',
  DB_NAME_SERVER: 'server',
  DB_USER_SERVER: 'app_user',
  DB_USER_ADMIN: 'postgres',
  DB_USER_PGBOUNCER: 'app_user_pgbouncer',
  DB_USER_HOCUSPOCUS: 'hocuspocus_user',
  DB_NAME_HOCUSPOCUS: 'hocuspocus',
  DB_USER_TEMPORAL: 'temporal',
  DB_NAME_TEMPORAL: 'temporal',
  DB_NAME_TEMPORAL_VISIBILITY: 'temporal_visibility',
  DB_EXTENSIONS: 'vector  pg_trgm',
  DB_TYPE: 'postgres',
  APP_ENV: 'staging',
  SETUP_RUN_MIGRATIONS: 'true',
  SETUP_RUN_SEEDS: 'true',
  PRODUCT: 'psa',
  PASSWORDS_DIR: 'db',
  DB_CA_FILE: '',
  TENANT_DIR: 'tenant',
  LICENSE_DIR: 'license',
  KNEXFILE: 'knexfile.cjs',
  SEEDS_DIR: 'seeds',
  BOOTSTRAP_HASH: 'first',
  BOOTSTRAP_HASH_FILE: '',
  BOOTSTRAP_VERSION: '1.0.0',
  BOOTSTRAP_WAIT_TIMEOUT_SECONDS: '600',
  BOOTSTRAP_WAIT_RETRY_SECONDS: '2',
  BOOTSTRAP_LOCK_TIMEOUT_SECONDS: '3600',
};

/** Those that the server reads, too. */
const ofApplication = {
  NEXTAUTH_SECRET: 'of the session',
  SALT_BYTES: '12',
  ITERATIONS: '10000',
  KEY_LENGTH: '64',
  ALGORITHM: 'sha512',
};

const tenant = {
  INITIAL_TENANT_NAME: ' Analytical Engines\n',
  INITIAL_ADMIN_FIRST_NAME: 'Ada',
  INITIAL_ADMIN_LAST_NAME: 'Lovelace',
  INITIAL_ADMIN_EMAIL: 'Ada@Example.com\n',
  INITIAL_ADMIN_PASSWORD: 'Correct-horse: 1',
};

const passwords = ['SUPERUSER', 'SERVER', 'PGBOUNCER', 'HOCUSPOCUS', 'TEMPORAL'].map(
  (of) => `DB_PASSWORD_${of}`,
);

interface Container {
  /** Its environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Writes a file of a mounted Secret. */
  write(path: string, text: string): Promise<void>;
  remove(path: string): Promise<void>;
}

const container = async (): Promise<Container> => {
  const folder = await makeFolder('settings');
  onTestFinished(() => removeFolder(folder));
  const write = (path: string, text: string) => writeFile(join(folder, path), text);
  for (const name of ['db', 'tenant', 'license', 'seeds']) await mkdir(join(folder, name));
  await write('knexfile.cjs', '');
  for (const key of passwords) await write(`db/${key}`, `of ${key}`);
  for (const [key, value] of Object.entries(tenant)) await write(`tenant/${key}`, value);
  const paths = ['PASSWORDS_DIR', 'TENANT_DIR', 'LICENSE_DIR', 'KNEXFILE', 'SEEDS_DIR'] as const;
  return {
    environment: {
      ...variables,
      ...ofApplication,
      ...Object.fromEntries(paths.map((name) => [name, join(folder, variables[name])])),
    },
    write,
    remove: (path) => rm(join(folder, path)),
  };
};

/** What is wrong with an environment, a line each. */
const problems = (environment: Readonly<Record<string, string>>): readonly string[] => {
  try {
    readSettings(environment);
    return [];
  } catch (error) {
    if (!(error instanceof BootstrapFailure)) throw error;
    expect(error.code).toBe(64);
    return error.message.split('\n');
  }
};

test('the settings are those of the environment and of the mounted Secrets', async () => {
  const { environment } = await container();
  expect(readSettings(environment)).toMatchObject({
    host: 'db',
    port: 5432,
    admin: { user: 'postgres', password: 'of DB_PASSWORD_SUPERUSER' },
    temporal: { user: 'temporal', databases: ['temporal', 'temporal_visibility'] },
    copy: 'server-before-seeds',
    extensions: ['vector', 'pg_trgm'],
    migrations: true,
    seeds: true,
    tenant: { name: 'Analytical Engines', email: 'ada@example.com' },
    license: { edition: 'ee' },
    hashing: { iterations: 10000, pepper: 'of the session' },
  });
});

test('the program reads the variables that the chart sets, and no others', async () => {
  const { environment } = await container();
  const read = new Set<string>();
  const spy = new Proxy(environment, {
    get: (all, name) => {
      read.add(String(name));
      return all[String(name)];
    },
  });
  readSettings(spy);
  // The knexfile of the image reads the first, and the second is another spelling of the session secret.
  const expected = Object.keys({ ...variables, ...ofApplication }).filter(
    (name) => name !== 'DB_TYPE',
  );
  expect([...read].toSorted()).toEqual([...expected, 'nextauth_secret'].toSorted());
});

test('each missing variable is named, all of them at once', async () => {
  const { environment } = await container();
  const required = Object.keys(variables).filter(
    (name) =>
      !/^(DB_USER_TEMPORAL|DB_EXTENSIONS|DB_TYPE|APP_ENV|SETUP_.*|PRODUCT|.*_DIR|.*_FILE)$/.test(
        name,
      ),
  );
  const missing = (name: string) => `the variable ${name} is missing`;
  for (const name of required) {
    expect(problems({ ...environment, [name]: '' })).toEqual([missing(name)]);
  }
  expect(problems({ ...environment, SEEDS_DIR: '' })).toEqual([missing('SEEDS_DIR')]);
  const none = Object.fromEntries(required.map((name) => [name, '']));
  expect(problems({ ...environment, ...none }).toSorted()).toEqual(
    required.map(missing).toSorted(),
  );
});

test.each([
  [
    'BOOTSTRAP_VERSION',
    'latest',
    /^BOOTSTRAP_VERSION is latest, which does not begin with a number$/,
  ],
  [
    'BOOTSTRAP_WAIT_TIMEOUT_SECONDS',
    'soon',
    /^the variable BOOTSTRAP_WAIT_TIMEOUT_SECONDS is not a number/,
  ],
  ['KNEXFILE', '/no/knexfile', /^there is no knexfile \/no\/knexfile in this image$/],
  ['SEEDS_DIR', '/no/seeds', /^there is no folder \/no\/seeds with seeds in this image$/],
  ['DB_NAME_SERVER', 'x'.repeat(51), /longer than 50 bytes$/],
  ['DB_USER_SERVER', 'x'.repeat(64), /^the variable DB_USER_SERVER is longer than 63 bytes$/],
  ['DB_NAME_HOCUSPOCUS', 'ä'.repeat(32), /^the variable DB_NAME_HOCUSPOCUS is longer than 63/],
  ['NEXTAUTH_SECRET', '', /^the variable NEXTAUTH_SECRET is missing$/],
  ['ITERATIONS', 'many', /^the variable ITERATIONS is not a number$/],
])('%s may not be %s', async (name, value, expected) => {
  const { environment } = await container();
  expect(problems({ ...environment, [name]: value })).toEqual([expect.stringMatching(expected)]);
});

test.each(['false', 'False', '0', 'no', 'OFF'])('a switch is off with %s', async (value) => {
  const { environment } = await container();
  const off = {
    ...environment,
    SETUP_RUN_MIGRATIONS: value,
    SETUP_RUN_SEEDS: value,
    SEEDS_DIR: '',
  };
  expect(readSettings(off)).toMatchObject({ migrations: false, seeds: false });
});

test('a password is printable ASCII, since only then all programs hash the same', async () => {
  const { environment, write, remove } = await container();
  const file = join(environment.PASSWORDS_DIR ?? '', 'DB_PASSWORD_SERVER');
  const complaint = async (password: string) => {
    await write('db/DB_PASSWORD_SERVER', password);
    return problems(environment);
  };
  expect(await complaint(` !"#$%&'()*+,-./0:;<=>?@A[\\]^_\`a{|}~ `)).toEqual([]);
  // A ligature, a no-break space, an accent by itself, a letter with one, a control character.
  for (const letter of ['ﬁ', '\u00a0', 'e\u0301', '\u00ad', 'ü', '√', '🐘', '\t', '\0', '\x7f']) {
    expect(await complaint(`secret ${letter}`)).toEqual([
      `the password ${file} contains a character that is not printable ASCII, which not every program reads in the same way: change the Secret`,
    ]);
  }
  for (const password of ['two\nlines', 'at the end\r']) {
    expect(await complaint(password)).toEqual([expect.stringMatching(/contains a line break/)]);
  }
  expect(await complaint('')).toEqual([
    `the password ${file} is empty: see the Secret that is mounted there`,
  ]);
  await remove('db/DB_PASSWORD_SERVER');
  expect(problems(environment)).toEqual([
    `the password ${file} is missing: see the Secret that is mounted there`,
  ]);
});
