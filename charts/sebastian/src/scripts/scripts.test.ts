import type { BootstrapWaitEnvironment } from '@helm-charts/alga';
import { all } from '@helm-charts/testing/charts';
import { orSkip } from '@helm-charts/testing/servers';
import { shellcheck } from '@helm-charts/testing/shell';
import { expect, test } from 'vitest';
import type { BootstrapEnvironment, InitializeEnvironment } from '../environment/scripts.ts';
import { rendered } from '../testing/containers.ts';

/** The scripts in the ConfigMaps of the chart. */
const scripts = Object.fromEntries(
  all(await rendered({}), 'ConfigMap')
    .flatMap(({ data = {} }) => Object.entries(data))
    .filter(([name]) => name.endsWith('.sh')),
);

test('the tests cover every script', () => {
  expect(Object.keys(scripts).toSorted()).toEqual([
    'appliance-bootstrap.sh',
    'initialize-postgres.sh',
    'start.sh',
    'wait-for-bootstrap.sh',
  ]);
});

test.for(Object.keys(scripts))('%s passes shellcheck', async (name, context) => {
  expect(await orSkip(context, shellcheck(['-'], scripts[name]!))).toBe('');
});

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
const wait: Names<BootstrapWaitEnvironment> = { ...postgres, ...waiting, DB_PASSWORD_FILE: true };
const initialize: Names<InitializeEnvironment> = {
  PGDATA: true,
  POSTGRES_USER: true,
  POSTGRES_PASSWORD_FILE: true,
};

test.each([
  // The image's knexfile reads this one.
  { script: 'appliance-bootstrap.sh', names: bootstrap, others: ['DB_TYPE'] },
  { script: 'wait-for-bootstrap.sh', names: wait, others: [] },
  { script: 'initialize-postgres.sh', names: initialize, others: [] },
] as const)(
  '$script reads the variables that the chart sets, and no others',
  ({ script, names, others }) => {
    const text = scripts[script]!.replaceAll(/^#.*$/gm, '');
    // In capitals are the variables of its environment, and those that it sets for libpq, npm and knex.
    const read = new Set([...text.matchAll(/\$\{?#?([A-Z][A-Z_]+)/g)].map(([, name]) => name!));
    expect([...read].filter((name) => name !== 'PGPASSFILE').toSorted()).toEqual(
      Object.keys(names)
        .filter((name) => !others.some((other) => other === name))
        .toSorted(),
    );
  },
);
