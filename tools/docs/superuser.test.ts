import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { eventually } from '@helm-charts/testing/eventually';
import {
  connect,
  makeFolder,
  orSkip,
  type Postgres,
  postgresPrograms,
  removeFolder,
  serverUser,
  startPostgres,
} from '@helm-charts/testing/servers';
import { expect, test } from 'vitest';
import { read } from './pages.ts';

const page = read('docs/operations.md');

/** What the page runs in the container of Postgres to let the superuser in without a password, and to end that. */
const [begin = '', end = ''] = [...page.matchAll(/ -- sh -c '(sed .*pg_hba.*)'$/gm)].map(
  ([, script = '']) => script,
);

const statement = 'ALTER ROLE postgres PASSWORD';

const isLetIn = async (postgres: Postgres, host: string, password: string): Promise<boolean> => {
  try {
    await using _ = await connect({ ...postgres.superuser, host, password });
    return true;
  } catch {
    return false;
  }
};

test('docs/operations.md gives the superuser the password of the Secret without the old one', async (context) => {
  const sockets = await makeFolder('sockets');
  try {
    const settings = { unix_socket_directories: sockets };
    await using postgres = await orSkip(context, startPostgres({ settings }));
    const { dataDirectory, superuser } = postgres;
    const programs = postgresPrograms(dirname(dataDirectory));
    const inside = (script: string) =>
      promisify(execFile)('sh', ['-c', script.replaceAll('/data/data', dataDirectory)], {
        cwd: '/',
        env: { PATH: `${programs}:${process.env.PATH}` },
        ...serverUser,
      });
    expect(await isLetIn(postgres, sockets, '')).toBe(false);
    await inside(begin);
    await eventually(() => isLetIn(postgres, sockets, ''), true);
    // From other pods the password is still asked for.
    expect(await isLetIn(postgres, superuser.host, '')).toBe(false);
    expect(page).toContain(`echo "${statement} '$PASSWORD'" |`);
    {
      await using session = await connect({ ...superuser, host: sockets, password: '' });
      await session.query(`${statement} 'of the Secret'`);
    }
    await inside(end);
    await eventually(() => isLetIn(postgres, sockets, ''), false);
    expect(await isLetIn(postgres, superuser.host, 'of the Secret')).toBe(true);
  } finally {
    await removeFolder(sockets);
  }
});
