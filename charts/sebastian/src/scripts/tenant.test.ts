import { pbkdf2Sync } from 'node:crypto';
import { orSkip } from '@helm-charts/testing/servers';
import { expect, test } from 'vitest';
import { dump } from '../testing/dump.ts';
import {
  type Appliance,
  bootstrap,
  startAppliance,
  tenant,
  withoutTenant,
  writeSecret,
} from '../testing/fixture.ts';
import { installation, installed } from '../testing/installation.ts';

const rows = async (appliance: Appliance, statement: string, database = 'server') => {
  await using connection = await appliance.connect({ database });
  return await connection.query(statement);
};

test.concurrent('without a Secret with a tenant the run completes and says so, and a later one creates the tenant', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  const { release, contents } = installation(appliance);
  const without = { ...release, environment: { ...release.environment, ...withoutTenant } };
  const { code, lines } = await bootstrap(appliance, without);
  expect([code, lines]).toEqual([
    0,
    expect.arrayContaining([
      'there is no tenant yet, and no Secret with one: `alga-appliance tenant` creates it. Nobody can log in until then.',
    ]),
  ]);
  const [before] = installed.state;
  expect(await contents()).toMatchObject({
    tenants: [],
    users: [],
    license: [],
    notes: [],
    state: [{ ...before, seeded: false, seeds: null, tenant: false }],
  });
  const again = await bootstrap(appliance, without);
  expect([again.code, again.lines.at(-1)]).toEqual([
    0,
    'nothing to do: this bootstrap (first) is complete',
  ]);

  expect((await bootstrap(appliance, release)).code).toBe(0);
  expect(await contents()).toEqual({
    ...installed,
    state: [
      { ...before, is_current: false, seeded: false, seeds: null, tenant: false },
      { ...before, migrations: 0 },
    ],
  });
});

test.concurrent('the administrator logs in with the hash that the application computes', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  expect((await bootstrap(appliance)).code).toBe(0);
  const [{ hashed_password: stored } = {}] = await rows(
    appliance,
    "SELECT hashed_password FROM users WHERE username = 'ada@example.com'",
  );
  const [salt = '', key] = String(stored).split(':');
  const {
    NEXTAUTH_SECRET = '',
    ITERATIONS,
    KEY_LENGTH,
    ALGORITHM = '',
  } = await appliance.environment();
  const expected = pbkdf2Sync(
    tenant.INITIAL_ADMIN_PASSWORD ?? '',
    NEXTAUTH_SECRET + salt,
    Number(ITERATIONS),
    Number(KEY_LENGTH),
    ALGORITHM,
  );
  expect([Number(ITERATIONS), Number(KEY_LENGTH), ALGORITHM]).toEqual([10000, 64, 'sha512']);
  expect(key).toBe(expected.toString('hex'));
});

test.concurrent('an installation that has a tenant or a user is not touched', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  for (const statement of [
    "INSERT INTO tenants (client_name, email) VALUES ('Their own', 'they@example.com')",
    "INSERT INTO users (email, user_type, username, hashed_password) VALUES ('a', 'internal', 'a', 'x')",
  ]) {
    const { release, contents, remove } = installation(appliance);
    const without = { ...release, environment: { ...release.environment, ...withoutTenant } };
    expect((await bootstrap(appliance, without)).code).toBe(0);
    await rows(appliance, statement, release.environment.DB_NAME_SERVER);
    const before = await contents();
    const { code, lines } = await bootstrap(appliance, release);
    expect([code, ...lines]).toEqual([
      0,
      'seeds already present, skipping; the tenant of the Secret is not created',
      'nothing to do: this bootstrap (first) is complete',
    ]);
    expect(await contents()).toEqual(before);
    await remove();
  }
});

test.concurrent('the licence is a trial, unless its Secret says something else', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  for (const [data, expected] of [
    [{}, { edition_choice: 'ee', trial: true }],
    [{ EDITION_CHOICE: 'ce' }, { edition_choice: 'ce' }],
    [{ EDITION_CHOICE: 'ee', INSTALL_EDITION: 'essentials\n' }, { edition_choice: 'ee' }],
    [
      {
        LICENSE_TOKEN: 'token',
        APPLIANCE_ID: 'id',
        CHECK_IN_URL: 'https://example.com',
        APPLIANCE_CREDENTIAL: 'key',
      },
      {
        edition_choice: 'ee',
        license_token: 'token',
        appliance_id: 'id',
        check_in_url: 'https://example.com',
        appliance_credential: 'key',
      },
    ],
  ] as const) {
    const { release, remove } = installation(appliance);
    const LICENSE_DIR = await writeSecret(appliance, data);
    const environment = { ...release.environment, LICENSE_DIR };
    const { code, lines } = await bootstrap(appliance, { ...release, environment });
    expect([code, lines]).toEqual([0, lines]);
    const license = `SELECT edition_choice, trial_started_at > now() - interval '1 hour' AS trial, license_token, appliance_id, check_in_url,
      appliance_credential FROM license_state`;
    const [row] = await rows(appliance, license, release.environment.DB_NAME_SERVER);
    const known = Object.entries(row ?? {}).filter(([, value]) => value !== null);
    expect(Object.fromEntries(known)).toEqual(expected);
    await remove();
  }
});

test.concurrent('64: everything that is wrong with the Secrets is named, no value is printed, and nothing is changed', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  const before = await dump(appliance.postgres);
  const TENANT_DIR = await writeSecret(appliance, {
    INITIAL_TENANT_NAME: ' ',
    INITIAL_ADMIN_FIRST_NAME: 'first\nname',
    INITIAL_ADMIN_EMAIL: 'mail-of-nobody',
    INITIAL_ADMIN_PASSWORD: 'weakpassword',
    INITIAL_TENANT_ID: 'number-one',
  });
  const LICENSE_DIR = await writeSecret(appliance, { EDITION_CHOICE: 'platinum' });
  const { code, lines } = await bootstrap(appliance, { environment: { TENANT_DIR, LICENSE_DIR } });
  const of = 'bootstrap: the Secret with the tenant: INITIAL_';
  expect([code, ...lines]).toEqual([
    64,
    'bootstrap: the Secret with the licence: EDITION_CHOICE must be ce or ee',
    `${of}TENANT_NAME is missing`,
    `${of}ADMIN_FIRST_NAME has a line break or another control character`,
    `${of}ADMIN_LAST_NAME is missing`,
    `${of}ADMIN_EMAIL is not an e-mail address`,
    `${of}ADMIN_PASSWORD needs an upper-case letter, a digit and one of the characters !@#$%^&*(),.?":{}|<>`,
    `${of}TENANT_ID is not a UUID`,
  ]);
  expect(await dump(appliance.postgres)).toBe(before);
});
