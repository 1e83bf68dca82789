import { orSkip } from '@helm-charts/testing/servers';
import { expect, test } from 'vitest';
import { bootstrap, startAppliance, withoutTenant } from '../testing/fixture.ts';
import { withMigration } from '../testing/project.ts';

test.concurrent('an available extension is created, and a missing one is reported', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  const environment = { DB_EXTENSIONS: 'vector citext' };
  const { code, lines } = await bootstrap(appliance, { environment });
  expect(code).toBe(0);
  expect(lines).toContain('the extension vector is not on this server, skipping');
  await using database = await appliance.connect({ database: 'server' });
  const extensions = "SELECT extname FROM pg_extension WHERE extname <> 'plpgsql'";
  expect(await database.query(extensions)).toEqual([{ extname: 'citext' }]);
});

test.concurrent('the pool may use the role of the server, whose password then applies', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  const environment = { DB_USER_PGBOUNCER: 'app_user' };
  const first = await bootstrap(appliance, { environment });
  expect([first.code, first.lines.slice(0, 3)]).toEqual([
    0,
    [
      'setting the password of app_user',
      'setting the password of hocuspocus_user',
      '4 migrations done',
    ],
  ]);
  const second = await bootstrap(appliance, { environment });
  expect([second.code, second.lines[0]]).toEqual([
    0,
    'seeds already present, skipping; the tenant of the Secret is not created',
  ]);
  const login = { user: 'app_user', password: appliance.passwords.DB_PASSWORD_SERVER };
  await using _pool = await appliance.connect({ ...login, database: 'server' });
});

test.concurrent('the pool gets the time limits that migrations set for the role of the server, and no other setting', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  const project = withMigration(
    '005_limits',
    "ALTER ROLE app_user SET statement_timeout = '60s'",
    "ALTER ROLE app_user SET idle_in_transaction_session_timeout = '8s'",
    "ALTER ROLE app_user SET search_path = 'public', 'pg_temp'",
  );
  const { code } = await bootstrap(appliance, { project, environment: withoutTenant });
  expect(code).toBe(0);
  await using cluster = await appliance.connect();
  const settings = `SELECT setting FROM pg_db_role_setting JOIN pg_roles r ON r.oid = setrole, unnest(setconfig) AS setting
    WHERE rolname = 'app_user_pgbouncer' ORDER BY 1`;
  expect(await cluster.query(settings)).toEqual([
    { setting: 'idle_in_transaction_session_timeout=8s' },
    { setting: 'statement_timeout=60s' },
  ]);
});

test.concurrent('only the roles that use a database may connect to it', async (context) => {
  const values = { database: { temporal: { enabled: true } } };
  await using appliance = await orSkip(context, startAppliance({ values }));
  await using cluster = await appliance.connect();
  await cluster.query("CREATE ROLE stranger LOGIN PASSWORD 'of a stranger'");
  expect((await bootstrap(appliance, { environment: withoutTenant })).code).toBe(0);
  const allowed = `SELECT datname AS database, array_agg(rolname::text ORDER BY rolname) AS roles FROM pg_database, pg_roles
    WHERE datname !~ '^(postgres|template)' AND NOT rolsuper AND rolname !~ '^pg_' AND has_database_privilege(rolname, datname, 'CONNECT')
    GROUP BY 1 ORDER BY 1`;
  expect(await cluster.query(allowed)).toEqual([
    { database: 'hocuspocus', roles: ['hocuspocus_user'] },
    { database: 'server', roles: ['app_user', 'app_user_pgbouncer'] },
    { database: 'temporal', roles: ['temporal'] },
    { database: 'temporal_visibility', roles: ['temporal'] },
  ]);
  const stranger = { user: 'stranger', password: 'of a stranger' };
  for (const database of ['server', 'hocuspocus', 'temporal']) {
    await expect(appliance.connect({ ...stranger, database })).rejects.toThrow('permission denied');
  }
});
