import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { makeCertificate } from './certificates.ts';
import { connect } from './connect.ts';
import { orSkip } from './missing.ts';
import { startPostgres } from './postgres.ts';
import { isRunning } from './running.ts';

test('accepts the password only, and only with SCRAM', async (context) => {
  await using postgres = await orSkip(context, startPostgres());
  const login = postgres.superuser;

  await using connection = await connect(login);
  expect(await connection.query('SELECT rolpassword FROM pg_authid WHERE rolcanlogin')).toEqual([
    { rolpassword: expect.stringMatching(/^SCRAM-SHA-256\$/) },
  ]);
  const rules = 'SELECT DISTINCT type, auth_method FROM pg_hba_file_rules';
  expect(await connection.query(rules)).toEqual([{ type: 'host', auth_method: 'scram-sha-256' }]);
  await expect(connect({ ...login, password: 'wrong' })).rejects.toThrow(
    'password authentication failed',
  );

  await postgres.stop();
  expect([isRunning(postgres.pid), existsSync(postgres.dataDirectory)]).toEqual([false, false]);
});

test('keeps its data after a restart and a crash', async (context) => {
  await using postgres = await orSkip(
    context,
    startPostgres({ settings: { max_connections: '7' } }),
  );
  const query = async (text: string) => {
    await using connection = await connect(postgres.superuser);
    return await connection.query(text);
  };
  await query('CREATE TABLE note AS SELECT 1 AS id');
  await postgres.restart();
  await query('INSERT INTO note VALUES (2)');
  await postgres.kill();
  await expect(query('SELECT 1')).rejects.toThrow('ECONNREFUSED');
  await postgres.restart();

  expect(await query('SELECT id FROM note ORDER BY id')).toEqual([{ id: 1 }, { id: 2 }]);
  expect(await query('SHOW max_connections')).toEqual([{ max_connections: '7' }]);
});

test('accepts only TLS connections, with the name of its certificate', async (context) => {
  const { authority, ...tls } = await orSkip(context, makeCertificate('db.example', '127.0.0.1'));
  await using postgres = await orSkip(context, startPostgres({ tls }));
  const login = postgres.superuser;

  await using connection = await connect({ ...login, tls: { ca: authority } });
  const version = 'SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()';
  expect(await connection.query(version)).toEqual([{ version: 'TLSv1.3' }]);
  await expect(connect({ ...login, tls: {} })).rejects.toThrow('verify the first certificate');
  await expect(
    connect({ ...login, tls: { ca: authority, servername: 'db.elsewhere' } }),
  ).rejects.toThrow("does not match certificate's altnames");
  await expect(connect(login)).rejects.toThrow('no encryption');
});
