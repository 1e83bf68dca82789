import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { GateEnvironment } from '@helm-charts/alga';
import { expect, test } from 'vitest';
import { missing, orSkip } from '../../../../tools/servers/missing.ts';
import type { BootstrapEnvironment, InitializeEnvironment } from './environment.ts';
import type { Script } from './run.ts';

const pathOf = (script: Script): string => fileURLToPath(new URL(`../${script}`, import.meta.url));

test('shellcheck finds no fault with the scripts', async (context) => {
  const scripts = ['bootstrap.sh', 'wait-for-bootstrap.sh', 'initialize-postgres.sh'] as const;
  await orSkip(context, shellcheck(scripts.map(pathOf)));
});

const shellcheck = async (files: readonly string[]): Promise<void> => {
  try {
    await promisify(execFile)('shellcheck', files);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    if (error.code === 'ENOENT') throw missing('shellcheck', 'Run `apt-get install shellcheck`.');
    throw 'stdout' in error ? new Error(String(error.stdout)) : error;
  }
};

type Names<Environment> = Readonly<Record<keyof Environment, true>>;

const postgres = {
  DB_HOST: true,
  DB_PORT: true,
  DB_NAME_SERVER: true,
  DB_USER_SERVER: true,
} as const;
const waiting = {
  BOOTSTRAP_HASH: true,
  BOOTSTRAP_WAIT_TIMEOUT_SECONDS: true,
  BOOTSTRAP_WAIT_RETRY_SECONDS: true,
} as const;
const bootstrap: Names<BootstrapEnvironment> = {
  ...postgres,
  ...waiting,
  DB_USER_ADMIN: true,
  DB_USER_PGBOUNCER: true,
  DB_USER_HOCUSPOCUS: true,
  DB_NAME_HOCUSPOCUS: true,
  DB_USER_TEMPORAL: true,
  DB_NAME_TEMPORAL: true,
  DB_NAME_TEMPORAL_VISIBILITY: true,
  DB_EXTENSIONS: true,
  PASSWORDS_DIR: true,
  DB_TYPE: true,
  APP_ENV: true,
  SETUP_RUN_MIGRATIONS: true,
  SETUP_RUN_SEEDS: true,
  KNEXFILE: true,
  SEEDS_DIR: true,
  BOOTSTRAP_VERSION: true,
  BOOTSTRAP_LOCK_TIMEOUT_SECONDS: true,
};
const gate: Names<GateEnvironment> = { ...postgres, ...waiting, DB_PASSWORD_FILE: true };
const initialize: Names<InitializeEnvironment> = {
  PGDATA: true,
  POSTGRES_USER: true,
  POSTGRES_PASSWORD_FILE: true,
};

test.each([
  // The image's knexfile reads this one.
  { script: 'bootstrap.sh', names: bootstrap, others: ['DB_TYPE'] },
  { script: 'wait-for-bootstrap.sh', names: gate, others: [] },
  { script: 'initialize-postgres.sh', names: initialize, others: [] },
] as const)(
  '$script reads what its environment has, and nothing else',
  ({ script, names, others }) => {
    const text = readFileSync(pathOf(script), 'utf8').replaceAll(/^#.*$/gm, '');
    // In capitals are the variables of its environment, and those that it sets for libpq, npm and knex.
    const read = new Set([...text.matchAll(/\$\{?#?([A-Z][A-Z_]+)/g)].map(([, name]) => name!));
    expect([...read].filter((name) => name !== 'PGPASSFILE').toSorted()).toEqual(
      Object.keys(names)
        .filter((name) => !others.some((other) => other === name))
        .toSorted(),
    );
  },
);
