import type { BootstrapWaitEnvironment } from '@helm-charts/alga';
import { all } from '@helm-charts/testing/charts';
import { orSkip } from '@helm-charts/testing/servers';
import { shellcheck } from '@helm-charts/testing/shell';
import { expect, test } from 'vitest';
import type { InitializeEnvironment, StartPostgresEnvironment } from '../environment/scripts.ts';
import { rendered } from '../testing/containers.ts';

/** The scripts in the ConfigMaps of the chart. */
const scripts = Object.fromEntries(
  all(await rendered({ metrics: { enabled: true } }), 'ConfigMap')
    .flatMap(({ data = {} }) => Object.entries(data))
    .filter(([name]) => name.endsWith('.sh')),
);

test('the tests cover every script', () => {
  expect(Object.keys(scripts).toSorted()).toEqual([
    'exporter-role.sh',
    'initialize-postgres.sh',
    'start-postgres.sh',
    'start-server.sh',
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
const wait: Names<BootstrapWaitEnvironment> = {
  ...postgres,
  ...waiting,
  DB_PASSWORD_FILE: true,
  DB_CA_FILE: true,
};
const start = { EDITION: true } as const;
const initialize: Names<InitializeEnvironment> = {
  PGDATA: true,
  POSTGRES_USER: true,
  POSTGRES_PASSWORD_FILE: true,
};
const startPostgres: Names<StartPostgresEnvironment> = { PGDATA: true, TLS_DIR: true };

test.each([
  { script: 'wait-for-bootstrap.sh', names: wait },
  { script: 'start-server.sh', names: start },
  { script: 'initialize-postgres.sh', names: initialize },
  { script: 'start-postgres.sh', names: startPostgres },
] as const)(
  '$script reads the variables that the chart sets, and no others',
  ({ script, names }) => {
    const text = scripts[script]!.replaceAll(/^#.*$/gm, '');
    // In capitals are the variables of its environment, and those that it sets for libpq.
    const read = new Set([...text.matchAll(/\$\{?#?([A-Z][A-Z_]+)/g)].map(([, name]) => name!));
    expect([...read].filter((name) => name !== 'PGPASSFILE').toSorted()).toEqual(
      Object.keys(names).toSorted(),
    );
  },
);
