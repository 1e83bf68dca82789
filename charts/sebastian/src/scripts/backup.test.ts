import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect, orSkip } from '@helm-charts/testing/servers';
import { shellcheck } from '@helm-charts/testing/shell';
import { expect, test } from 'vitest';
import type {
  BackupEnvironment,
  RestoreEnvironment,
  RestoreFilesEnvironment,
} from '../environment/backup.ts';
import { backupScripts, contents, makeBackups, startSite } from '../testing/backups.ts';
import { bootstrap } from '../testing/fixture.ts';
import { makeNode } from '../testing/node.ts';

/** The administrator of the first tenant, with a password. */
const users = 'SELECT count(*)::int AS users, count(hashed_password)::int AS passwords FROM users';

test.for(['backup.sh', 'restore-postgres.sh', 'restore-files.sh'])(
  '%s passes shellcheck',
  async (name, context) => {
    const scripts = await backupScripts();
    expect(await orSkip(context, shellcheck(['-'], scripts[name]!))).toBe('');
  },
);

test.concurrent('a lost node comes back with roles, databases, privileges, settings and rows, and nothing is seeded twice', async (context) => {
  await using site = await orSkip(context, startSite());
  expect((await bootstrap(site)).code).toBe(0);
  {
    await using server = await site.connect({ database: 'server' });
    await server.query("INSERT INTO notes (text) VALUES ('mine')");
    await server.query('REVOKE CONNECT ON DATABASE temporal FROM PUBLIC');
    await server.query('CREATE DATABASE "it\'s a \\ name" CONNECTION LIMIT 3');
  }
  await using backups = await makeBackups(site);
  const made = await backups.make();
  expect([made.code, made.lines.at(-1)]).toEqual([
    0,
    expect.stringMatching(/^complete: .* with 6 databases, 2 volumes, \d+ KiB$/),
  ]);
  expect(await readFile(await backups.file('contents'), 'utf8')).toMatch(
    /^postgres 1\d\.\d+\nbytes \d+\nencrypted no\nroles\.sql \d+ - -\n[\s\S]*^server\.dump \d+ 1\.0\.0 server\n/m,
  );
  const before = await contents(site.postgres.superuser);

  const password = `new "password" it's`;
  await using node = await makeNode(password);
  await node.copy(backups);
  const [backup = ''] = await backups.names();
  const { code, lines } = await node.restore({ backup, id: 'first' });
  expect([code, lines.at(-1)]).toEqual([0, `complete: ${backup} is restored`]);
  await using server = await node.serve();
  const superuser = { ...site.postgres.superuser, port: server.port, password };
  expect(await contents(superuser)).toBe(before);
  const user = {
    user: 'app_user',
    password: site.passwords.DB_PASSWORD_SERVER,
    database: 'server',
  };
  await using login = await connect({ ...superuser, ...user });
  expect(await login.query(users)).toEqual([{ users: 1, passwords: 1 }]);

  const passwordFile = join(site.folder, 'job/run/secrets/db/DB_PASSWORD_SUPERUSER');
  await writeFile(passwordFile, password);
  const again = await bootstrap(site, { environment: { DB_PORT: String(server.port) } });
  expect([again.code, ...again.lines]).toEqual([
    0,
    'seeds already present, skipping; the tenant of the Secret is not created',
    'nothing to do: this bootstrap (first) is complete',
  ]);
});

type Names<Environment> = Readonly<Record<keyof Environment, true>>;

const backup: Names<BackupEnvironment> = {
  DB_HOST: true,
  DB_PORT: true,
  DB_USER_ADMIN: true,
  DB_PASSWORD_FILE: true,
  DB_CA_FILE: true,
  BACKUPS_DIR: true,
  BACKUP_KEEP: true,
  BACKUP_WAIT_TIMEOUT_SECONDS: true,
  FOLDERS_DIR: true,
  CERTIFICATE_FILE: true,
};
const restore: Names<RestoreEnvironment> = {
  PGDATA: true,
  POSTGRES_USER: true,
  POSTGRES_PASSWORD_FILE: true,
  INITIALIZE: true,
  BACKUPS_DIR: true,
  RESTORE_DIR: true,
  RESTORE_DATABASES: true,
  RESTORE_WAIT_SECONDS: true,
};

const restoreFiles: Names<RestoreFilesEnvironment> = {
  BACKUPS_DIR: true,
  RESTORE_DIR: true,
  RESTORE_WAIT_SECONDS: true,
  FOLDERS_DIR: true,
};

test.for([
  ['backup.sh', backup],
  ['restore-postgres.sh', restore],
  ['restore-files.sh', restoreFiles],
] as const)(
  '%s reads the variables that the chart sets, and no others',
  async ([script, names]) => {
    const text = (await backupScripts())[script]!.replaceAll(/^#.*$/gm, '');
    const read = new Set([...text.matchAll(/\$\{?#?([A-Z][A-Z_]+)/g)].map(([, name]) => name!));
    expect([...read].toSorted()).toEqual(Object.keys(names).toSorted());
  },
);
