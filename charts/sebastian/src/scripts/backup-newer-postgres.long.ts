import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect, orSkip } from '@helm-charts/testing/servers';
import { expect, test } from 'vitest';
import { makeBackups, startSite } from '../testing/backups.ts';
import { bootstrap } from '../testing/fixture.ts';
import { makeNode } from '../testing/node.ts';

test.concurrent('a newer major version of Postgres takes the data over from a backup', async (context) => {
  await using site = await orSkip(context, startSite());
  await bootstrap(site);
  await using backups = await makeBackups(site);
  await backups.make();
  const [backup = ''] = await backups.names();
  await using node = await makeNode('password', { newer: true });
  await node.copy(backups);
  // The data of the old version, which the new one can't start on.
  await mkdir(node.data);
  await writeFile(join(node.data, 'PG_VERSION'), '15\n');
  expect((await node.restore({ backup, id: 'upgrade' })).code).toBe(20);
  const { code, lines } = await node.restore({ backup, id: 'upgrade', replace: 'yes' });
  expect(await readFile(join(`${node.data}.before-${backup}`, 'PG_VERSION'), 'utf8')).toBe('15\n');
  expect([code, lines.at(-1)]).toEqual([0, `complete: ${backup} is restored`]);
  await using server = await node.serve();
  const login = { ...site.postgres.superuser, port: server.port, password: 'password' };
  await using connection = await connect({ ...login, database: 'server' });
  const version = await connection.query(
    "SELECT current_setting('server_version_num')::int AS version",
  );
  await using before = await site.connect();
  const old = await before.query("SELECT current_setting('server_version_num')::int AS version");
  expect(Number(version[0]?.version)).toBeGreaterThan(Number(old[0]?.version) + 9_999);
  expect(await connection.query('SELECT text FROM notes')).toEqual([{ text: 'hello' }]);
}, 300_000);
