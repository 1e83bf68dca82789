import { spawn } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { connect } from '../../../../tools/servers/connect.ts';
import {
  makeFolder,
  removeFolder,
  serverUser,
  writePrivate,
} from '../../../../tools/servers/folder.ts';
import { launch } from '../../../../tools/servers/launch.ts';
import { orSkip } from '../../../../tools/servers/missing.ts';
import { freePort } from '../../../../tools/servers/port.ts';
import { postgresPrograms } from '../../../../tools/servers/postgres-programs.ts';
import type { InitializeEnvironment } from './environment.ts';
import { random } from './fixture.ts';
import { type Run, start } from './run.ts';
import { makeShims, type ShimOptions } from './shims.ts';

/** A volume with nothing on it, and the password of the superuser. */
interface Volume extends AsyncDisposable {
  readonly folder: string;
  /** The folder with `initdb` and `postgres`. */
  readonly programs: string;
  readonly data: string;
  readonly password: string;
  run(path?: readonly string[]): Promise<Run>;
  shims(options: ShimOptions): ReturnType<typeof makeShims>;
  /** What stands in the place of the data and beside it. */
  made(): Promise<readonly string[]>;
  /** Starts Postgres on the data, logs in over the network and asks. */
  ask(statement: string): Promise<unknown>;
}

const makeVolume = async (password = random()): Promise<Volume> => {
  const folder = await makeFolder('volume');
  const programs = postgresPrograms(folder);
  const data = join(folder, 'pgdata');
  const environment: InitializeEnvironment = {
    PGDATA: data,
    POSTGRES_USER: 'postgres',
    POSTGRES_PASSWORD_FILE: join(folder, 'password'),
  };
  await writePrivate(environment.POSTGRES_PASSWORD_FILE, password);
  return {
    folder,
    programs,
    data,
    password,
    run: async (path = []) =>
      start(
        'initialize-postgres.sh',
        { ...environment },
        { cwd: folder, path: [...path, programs], ...serverUser },
      ),
    shims: (options) => makeShims(folder, options),
    made: async () => (await readdir(folder)).filter((name) => name.startsWith('pgdata')),
    ask: async (statement) => {
      const port = await freePort();
      await using server = new AsyncDisposableStack();
      const { stop } = await launch({
        command: join(programs, 'postgres'),
        arguments: ['-D', data, '-p', String(port), '-k', '', '-c', 'fsync=off'],
        folder,
        stopSignal: 'SIGINT',
        ready: /database system is ready to accept connections/,
      });
      server.defer(async () => void (await stop()));
      const login = { host: '127.0.0.1', port, user: 'postgres', password, database: 'postgres' };
      await using connection = await connect(login);
      return await connection.query(statement);
    },
    [Symbol.asyncDispose]: () => removeFolder(folder),
  };
};

/** An `initdb` that leaves nothing behind in the machine's shared memory when it is killed; older ones than 16 can't be told. */
const considerate = async (volume: Volume): Promise<string> => {
  const { folder } = await volume.shims({
    programs: ['initdb'],
    before: 'initdb --help | grep -q -e --set && set -- "$@" --set dynamic_shared_memory_type=mmap',
  });
  return folder;
};

const initialize = async (volume: Volume, path?: readonly string[]) =>
  (await volume.run(path)).ended;

/** Works as a Postgres does that was made whole: its three databases can be entered, and the catalog is complete. */
const whole = `SELECT (SELECT array_agg(datname::text ORDER BY datname) FROM pg_database) AS databases,
  (SELECT count(*) > 3000 FROM pg_proc) AS functions, (SELECT count(*) > 100 FROM information_schema.views) AS views`;
const wholeAnswer = [
  { databases: ['postgres', 'template0', 'template1'], functions: true, views: true },
];

test('makes a Postgres that lets in by SCRAM only, and then leaves it alone', async (context) => {
  await using volume = await orSkip(context, makeVolume(` it's "\\" $HOME \`id\` √ 🐘 `));
  const first = await initialize(volume);
  expect([first.code, first.lines.at(-1)]).toEqual([
    0,
    expect.stringMatching(/pgdata is a new data directory of Postgres \d+$/),
  ]);
  expect(await volume.made()).toEqual(['pgdata']);
  // What initdb warns of.
  expect(first.lines.join('\n')).not.toContain('trust');
  expect(await volume.ask(whole)).toEqual(wholeAnswer);
  const rules = `SELECT type, database, address, auth_method FROM pg_hba_file_rules ORDER BY 1`;
  expect(await volume.ask(rules)).toEqual([
    { type: 'host', database: ['all'], address: 'all', auth_method: 'scram-sha-256' },
    { type: 'local', database: ['all'], address: null, auth_method: 'scram-sha-256' },
  ]);
  const settings = `SELECT current_setting('listen_addresses') AS address, current_setting('server_encoding') AS encoding,
    current_setting('data_checksums') AS checksums, current_setting('password_encryption') AS passwords`;
  expect(await volume.ask(settings)).toEqual([
    { address: '*', encoding: 'UTF8', checksums: 'on', passwords: 'scram-sha-256' },
  ]);

  await volume.ask('CREATE TABLE note AS SELECT 1 AS id');
  // What a volume with an `fsGroup` looks like; Postgres would not start on it.
  await chmod(volume.data, 0o770);
  const second = await initialize(volume);
  expect([second.code, ...second.lines]).toEqual([
    0,
    expect.stringMatching(/pgdata is a data directory of Postgres \d+$/),
  ]);
  expect(await volume.ask('SELECT id FROM note')).toEqual([{ id: 1 }]);
  expect([...first.lines, ...second.lines].join('\n')).not.toContain(volume.password.trim());
});

test('the data are on the disk before they get their name', async (context) => {
  await using volume = await orSkip(context, makeVolume());
  const { folder, traces } = await volume.shims({
    programs: ['initdb', 'mv', 'sync'],
    before: `ls -d ${volume.data}* | tr '\\n' ' ' >> ${volume.folder}/steps; echo "\${0##*/}" >> ${volume.folder}/steps`,
    record: true,
  });
  expect((await initialize(volume, [folder])).code).toBe(0);
  const steps = (await readFile(join(volume.folder, 'steps'), 'utf8')).replaceAll(volume.data, '@');
  // The first `initdb` is asked for its version.
  expect(steps).toBe('initdb\ninitdb\n@.tmp sync\n@.tmp mv\n@ sync\n');
  expect(await traces()).not.toContain(volume.password);
});

test('killed before any of its steps it is mended by the next run', async (context) => {
  await using volume = await orSkip(context, makeVolume());
  const programs = ['rm', 'initdb', 'sync', 'mv'];
  for (const [killBefore, left] of [
    [1, []],
    [2, []],
    [3, []],
    [4, ['pgdata.tmp']],
    [5, ['pgdata.tmp']],
    [6, ['pgdata']],
  ] as const) {
    const { folder } = await volume.shims({ programs, killBefore });
    expect((await initialize(volume, [folder])).code).toBe(null);
    // Each goes on from what the one before has left.
    expect([killBefore, ...(await volume.made())]).toEqual([killBefore, ...left]);
  }
  expect((await initialize(volume)).code).toBe(0);
  expect(await volume.ask(whole)).toEqual(wholeAnswer);
}, 120_000);

test('killed at any of 20 moments it is mended by the next run', async (context) => {
  await using volume = await orSkip(context, makeVolume());
  const folder = await considerate(volume);
  // The whole machine's disks are of no interest here.
  await writeFile(join(folder, 'sync'), '#!/bin/sh\n', { mode: 0o755 });
  const begin = performance.now();
  expect((await initialize(volume, [folder])).code).toBe(0);
  const duration = performance.now() - begin;
  await rm(volume.data, { recursive: true });

  let killed = 0;
  for (let time = 1; time <= 20; time += 1) {
    const moment = Math.round(Math.random() * duration);
    const run = await volume.run([folder]);
    await sleep(moment);
    run.kill('all');
    if ((await run.ended).code === null) killed += 1;
    const left = await volume.made();
    expect([[], ['pgdata.tmp'], ['pgdata']]).toContainEqual(left);
    // Every other one is mended at once, the others when the next one is killed, too.
    if (time % 2 === 0) {
      const { code, lines } = await initialize(volume, [folder]);
      expect([moment, code, lines]).toEqual([moment, 0, lines]);
    }
    if ((await volume.made()).includes('pgdata')) {
      expect([moment, await volume.ask(whole)]).toEqual([moment, wholeAnswer]);
      await rm(volume.data, { recursive: true });
    }
  }
  expect(killed).toBeGreaterThan(10);
}, 180_000);

test('refuses what is not a data directory of this Postgres, and touches nothing of it', async (context) => {
  await using volume = await orSkip(context, makeVolume());
  const refusal = async () => {
    const { code, lines } = await initialize(volume);
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

  await writePrivate(join(volume.folder, 'password'), '');
  expect(await refusal()).toMatch(/^64 .*password is missing or empty/);
  await writePrivate(join(volume.folder, 'password'), 'two\nlines');
  expect(await refusal()).toMatch(/^64 .*contains a line break/);
  expect(await volume.made()).toEqual([]);
});

test('refuses a data directory that another program did not finish', async (context) => {
  await using volume = await orSkip(context, makeVolume());
  // In its place, as the image does it.
  const folder = await considerate(volume);
  const initdb = spawn(join(folder, 'initdb'), [`--pgdata=${volume.data}`], {
    cwd: volume.folder,
    env: { PATH: [folder, volume.programs, process.env.PATH].join(':') },
    stdio: 'ignore',
    detached: true,
    ...serverUser,
  });
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  initdb.once('exit', () => resolve());
  await vi.waitFor(() => readFile(join(volume.data, 'PG_VERSION')), { interval: 5 });
  process.kill(-initdb.pid!, 'SIGKILL');
  await ended;
  const refused = [
    22,
    expect.stringMatching(/pgdata is a data directory that was never finished or has lost files/),
  ];
  const first = await initialize(volume);
  expect([first.code, ...first.lines]).toEqual(refused);

  await rm(volume.data, { recursive: true });
  await initialize(volume);
  // Postgres makes this database last, and starts without it.
  await rm(join(volume.data, 'base', '5'), { recursive: true });
  const second = await initialize(volume);
  expect([second.code, ...second.lines]).toEqual(refused);
});
