import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startDatabase } from '@helm-charts/chart-pgbouncer/testing/database';
import { startPool } from '@helm-charts/chart-pgbouncer/testing/pool';
import { render as renderPool } from '@helm-charts/chart-pgbouncer/testing/render';
import { containersOf, podsOf, render } from '@helm-charts/chart-sebastian/testing/render';
import {
  makeFolder,
  missing,
  orSkip,
  removeFolder,
  writePrivate,
} from '@helm-charts/testing/servers';
import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';

const page = readFileSync(join(import.meta.dirname, '../../../../docs/operations.md'), 'utf8');
const section = page.slice(page.indexOf('## TLS to Postgres'), page.indexOf('## Backup'));
const [ofPostgres, ofPool] = [...section.matchAll(/```yaml\n([^`]+)```/g)].map(
  ([, text = '']): object => parse(text),
);

/** The files that the command of the page makes, with the address of the test beside the name of the Service. */
const makeFiles = async (): Promise<string> => {
  if (spawnSync('openssl', ['version']).status !== 0) {
    throw missing('openssl', 'Run `apt-get install openssl`.');
  }
  const folder = await makeFolder('tls');
  onTestFinished(() => removeFolder(folder));
  const [command = ''] = /^openssl .+$/m.exec(section) ?? [];
  expect(command).toContain('DNS:db.msp.svc.cluster.local');
  const args = command.replace('DNS:', 'IP:127.0.0.1,DNS:').split(' ').slice(1);
  execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
  for (const name of ['tls.crt', 'tls.key']) {
    await writePrivate(join(folder, name), readFileSync(join(folder, name), 'utf8'));
  }
  return folder;
};

test('PgBouncer verifies the certificate of Postgres, with the commands and values of docs/operations.md', async (context) => {
  const folder = await orSkip(context, makeFiles());
  const db = podsOf(await render(ofPostgres ?? {})).find(({ id }) =>
    id.startsWith('StatefulSet db'),
  );
  const postgres = containersOf(db!).find(({ name }) => name === 'postgres');
  const path = postgres?.volumeMounts?.find(({ name }) => name === 'tls')?.mountPath;
  const settings = (postgres?.args ?? [])
    .filter((argument) => argument.startsWith('--ssl'))
    .map((argument) => argument.slice('--'.length).replace(`${path}`, folder).split('='));
  await using database = await orSkip(
    context,
    startDatabase({ settings: Object.fromEntries(settings) }),
  );
  const authority = readFileSync(join(folder, 'tls.crt'), 'utf8');
  await using pool = await orSkip(
    context,
    startPool(await renderPool(ofPool ?? {}), database, authority),
  );
  expect(await pool.pod.read('/etc/pgbouncer/pgbouncer.ini')).toContain(
    'server_tls_sslmode = verify-full',
  );
  await using connection = await pool.connect('app_user');
  expect(
    await connection.query('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()'),
  ).toEqual([{ ssl: true }]);
});
