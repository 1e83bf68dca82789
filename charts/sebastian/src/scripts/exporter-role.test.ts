import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exporterUser } from '@helm-charts/alga';
import { connect, orSkip } from '@helm-charts/testing/servers';
import { expect, test } from 'vitest';
import { accepts, initialize, makeVolume, type Volume } from '../testing/volume.ts';

const withMetrics = (password?: string) =>
  makeVolume(password, { values: { metrics: { enabled: true } } });

const logIn = (port: number, password: string, database = 'postgres') =>
  connect({ host: '127.0.0.1', port, user: exporterUser, password, database });

/** What the bootstrap leaves: a table that belongs to the superuser, in a database that only roles of the application may enter. */
const prepare = async (volume: Volume): Promise<void> => {
  await volume.ask('CREATE TABLE public.users AS SELECT 1 AS id');
  await volume.ask('CREATE DATABASE server');
  await volume.ask('REVOKE CONNECT, TEMPORARY ON DATABASE server FROM PUBLIC');
};

test('the role of the exporter reads the statistics, and no table and no database of the application', async (context) => {
  await using volume = await orSkip(context, withMetrics());
  await initialize(volume);
  await prepare(volume);
  const { code, lines, password } = await volume.writeRole();
  expect([code, lines.at(-1)]).toEqual([0, `the role ${exporterUser} has a new password`]);
  expect(lines.join('\n')).not.toContain(password);
  await using serves = await volume.serve(accepts);
  await using exporter = await logIn(serves.port, password);
  const statistics = await exporter.query('SELECT datname FROM pg_stat_database');
  expect(statistics.map(({ datname }) => datname)).toEqual(
    expect.arrayContaining(['postgres', 'server']),
  );
  // Members of pg_monitor see the size of a database that they may not enter, and settings such as hba_file.
  expect(
    await exporter.query(`SELECT pg_database_size('server') > 0 AS sized,
      current_setting('hba_file') <> '' AS settings`),
  ).toEqual([{ sized: true, settings: true }]);
  for (const statement of [
    'SELECT * FROM public.users',
    'DELETE FROM public.users',
    'SELECT * FROM pg_authid',
    'CREATE TABLE public.mine (id int)',
    'CREATE DATABASE mine',
    'CREATE ROLE mine',
    `SELECT pg_read_file('postgresql.conf')`,
    `COPY (SELECT 1) TO PROGRAM 'true'`,
  ]) {
    await expect(exporter.query(statement), statement).rejects.toThrow('permission denied');
  }
  await expect(logIn(serves.port, password, 'server')).rejects.toThrow('permission denied');
});

test('each start of the pod makes another password, also after a crash, and takes what the role had been granted to itself', async (context) => {
  await using volume = await orSkip(context, withMetrics());
  await initialize(volume);
  const first = await volume.writeRole();
  await volume.ask(`ALTER ROLE ${exporterUser} SUPERUSER CREATEROLE NOLOGIN`);
  {
    await using crashed = await volume.serve(accepts);
    await crashed.kill();
  }
  const second = await volume.writeRole();
  expect([second.code, second.password === first.password]).toEqual([0, false]);
  await using serves = await volume.serve(accepts);
  await expect(logIn(serves.port, first.password)).rejects.toThrow('authentication failed');
  await using exporter = await logIn(serves.port, second.password);
  const role = `SELECT rolsuper, rolcreaterole, rolconnlimit FROM pg_roles WHERE rolname = current_user`;
  expect(await exporter.query(role)).toEqual([
    { rolsuper: false, rolcreaterole: false, rolconnlimit: 5 },
  ]);
});

test('it says that Postgres could not write the role, and never the password', async (context) => {
  await using volume = await orSkip(context, withMetrics());
  await initialize(volume);
  const file = join(volume.data, 'postgresql.conf');
  const before = await readFile(file, 'utf8');
  await writeFile(file, `${before}\nlog_statement = 'all'\ndefault_transaction_read_only = on\n`);
  const { code, lines, password } = await volume.writeRole();
  expect([code, lines.at(-1)]).toEqual([
    30,
    'exporter-role: Postgres could not write the role; the lines before say why',
  ]);
  expect(lines.join('\n')).toContain('read-only transaction');
  expect(lines.join('\n')).not.toContain(password);
});
