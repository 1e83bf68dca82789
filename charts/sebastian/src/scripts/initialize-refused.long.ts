import { spawnSync } from 'node:child_process';
import { chmod, chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { orSkip, serverUser, writePrivate } from '@helm-charts/testing/servers';
import { expect, test } from 'vitest';
import { initialize, makeVolume } from '../testing/volume.ts';

/** What lets `initdb` end in its middle, and leave what it has made so far. */
const unfinished = ['--no-clean', '--set', 'shared_buffers=nothing'];

test.concurrent('refuses what is not a data directory of this Postgres, and does not change it', async (context) => {
  await using volume = await orSkip(context, makeVolume());
  const refusal = async (environment = {}) => {
    const { code, lines } = await initialize(volume, { environment });
    return [code, ...lines].join(' ').replaceAll(volume.data, '@');
  };
  await mkdir(volume.data);
  await writeFile(join(volume.data, 'letters.txt'), 'dear');
  expect(await refusal()).toMatch(/^20 .*@ holds something that is not a data directory/);
  expect(await readFile(join(volume.data, 'letters.txt'), 'utf8')).toBe('dear');

  await writeFile(join(volume.data, 'PG_VERSION'), '9.6\n');
  expect(await refusal()).toMatch(
    /^21 .*@ is of Postgres 9.6 and this is Postgres \d+: run the image/,
  );
  await rm(volume.data, { recursive: true });

  await writeFile(volume.data, 'a file');
  expect(await refusal()).toMatch(/^20 /);
  await rm(volume.data);

  await writePrivate(volume.passwordFile, '');
  expect(await refusal()).toMatch(/^64 .*DB_PASSWORD_SUPERUSER is missing or empty/);
  for (const password of ['two\nlines', 'at the end\r']) {
    await writePrivate(volume.passwordFile, password);
    expect(await refusal()).toMatch(/^64 .*contains a line break/);
  }
  expect(await volume.made()).toEqual([]);

  for (const name of ['PGDATA', 'POSTGRES_USER', 'POSTGRES_PASSWORD_FILE']) {
    expect(await refusal({ [name]: '' })).toBe(
      `64 initialize-postgres: the variable ${name} is missing`,
    );
  }
  expect(await refusal({ PATH: '/no/programs' })).toMatch(/^64 .*the program initdb is missing/);

  // As a mount point cannot be.
  await mkdir(volume.data);
  await chmod(dirname(volume.data), 0o555);
  expect(await refusal()).toMatch(/^20 .*@ cannot be replaced: it must be a folder below/);
});

test.concurrent('refuses a data directory that another program did not finish', async (context) => {
  await using volume = await orSkip(context, makeVolume());
  // In its place, as the image does it.
  const ended = spawnSync(
    join(volume.programs, 'initdb'),
    [`--pgdata=${volume.data}`, ...unfinished],
    { cwd: volume.folder, ...serverUser },
  );
  expect(ended.status).toBe(1);
  const refused = [
    22,
    expect.stringMatching(/data is a data directory that was never finished or has lost files/),
  ];
  const first = await initialize(volume);
  expect([first.code, ...first.lines]).toEqual(refused);

  await rm(volume.data, { recursive: true });
  await initialize(volume);
  // Postgres makes the last of these databases last, and starts without it.
  for (const lost of ['global/pg_control', 'postgresql.conf', 'pg_hba.conf', 'base/5/PG_VERSION']) {
    const file = join(volume.data, lost);
    await rename(file, `${file}.lost`);
    await writeFile(file, '');
    const { code, lines } = await initialize(volume);
    expect([lost, code, ...lines]).toEqual([lost, ...refused]);
    await rename(`${file}.lost`, file);
  }
  expect((await initialize(volume)).code).toBe(0);

  await rm(join(volume.data, 'base', '5'), { recursive: true });
  const without = await initialize(volume);
  expect([without.code, ...without.lines]).toEqual(refused);
});

test.concurrent('refuses the data directory of another user', async (context) => {
  if (serverUser.uid === undefined) context.skip('Only root can give a folder away.');
  await using volume = await orSkip(context, makeVolume());
  await initialize(volume);
  await chown(volume.data, 0, 0);
  await chmod(volume.data, 0o755);
  const { code, lines } = await initialize(volume);
  expect([code, ...lines]).toEqual([
    22,
    expect.stringMatching(/data does not belong to the user \d+, with whom Postgres is to run$/),
  ]);
});
