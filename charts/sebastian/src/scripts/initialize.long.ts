import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '@helm-charts/testing/eventually';
import { orSkip, writePrivate } from '@helm-charts/testing/servers';
import { expect, test } from 'vitest';
import { accepts, initialize, makeVolume, usable, usableAnswer } from '../testing/volume.ts';

test.concurrent('creates a data directory that allows only SCRAM, and then does not change it', async (context) => {
  await using volume = await orSkip(context, makeVolume(` it's "\\" $HOME \`id\` √ 🐘 `));
  const first = await initialize(volume);
  expect([first.code, first.lines.at(-1)]).toEqual([
    0,
    expect.stringMatching(/data is a new data directory of Postgres \d+$/),
  ]);
  expect(await volume.made()).toEqual(['data']);
  // What initdb warns of.
  expect(first.lines.join('\n')).not.toContain('trust');
  expect(await volume.ask(usable)).toEqual(usableAnswer);
  const rules = `SELECT type, database, address, auth_method FROM pg_hba_file_rules ORDER BY 1`;
  expect(await volume.ask(rules)).toEqual([
    { type: 'host', database: ['all'], address: 'all', auth_method: 'scram-sha-256' },
    { type: 'local', database: ['all'], address: null, auth_method: 'scram-sha-256' },
  ]);
  // The container's own, which lies under that of this test.
  const address = `SELECT setting FROM pg_file_settings WHERE name = 'listen_addresses' ORDER BY seqno`;
  expect(await volume.ask(address)).toContainEqual({ setting: '*' });
  const settings = `SELECT current_setting('server_encoding') AS encoding,
    current_setting('data_checksums') AS checksums, current_setting('password_encryption') AS passwords`;
  expect(await volume.ask(settings)).toEqual([
    { encoding: 'UTF8', checksums: 'on', passwords: 'scram-sha-256' },
  ]);

  await volume.ask('CREATE TABLE note AS SELECT 1 AS id');
  // What a volume with an `fsGroup` looks like; Postgres would not start on it.
  await chmod(volume.data, 0o770);
  // What a start has left that was overtaken.
  await mkdir(`${volume.data}.tmp`);
  const second = await initialize(volume);
  expect([second.code, ...second.lines]).toEqual([
    0,
    expect.stringMatching(/data is a data directory of Postgres \d+$/),
  ]);
  expect(await volume.made()).toEqual(['data']);
  expect(await volume.ask('SELECT id FROM note')).toEqual([{ id: 1 }]);
  expect([...first.lines, ...second.lines].join('\n')).not.toContain(volume.password.trim());
});

test.concurrent('Postgres is alive but not ready during crash recovery', async (context) => {
  await using volume = await orSkip(context, makeVolume());
  await initialize(volume);
  {
    await using serves = await volume.serve(accepts);
    await eventually(serves.probes, { startup: 'yes', ready: 'yes', alive: 'yes' });
  }
  // A standby stays in recovery for as long as the test needs.
  await writePrivate(join(volume.data, 'standby.signal'), '');
  await using recovering = await volume.serve(/entering standby mode/, ['-c', 'hot_standby=off']);
  await eventually(recovering.probes, { startup: 'yes', ready: 'no', alive: 'yes' });
});

test.concurrent('the data directory is on disk before it is renamed', async (context) => {
  await using volume = await orSkip(context, makeVolume());
  const { folder, traces } = await volume.shims({
    programs: ['initdb', 'mv', 'sync'],
    before: `ls -d ${volume.data}* | tr '\\n' ' ' >> ${volume.folder}/steps; echo "\${0##*/}" >> ${volume.folder}/steps`,
    record: true,
  });
  expect((await initialize(volume, { path: [folder] })).code).toBe(0);
  const steps = (await readFile(join(volume.folder, 'steps'), 'utf8')).replaceAll(volume.data, '@');
  // The first `initdb` is asked for its version.
  expect(steps).toBe('initdb\ninitdb\n@.tmp sync\n@.tmp mv\n@ sync\n');
  expect(await traces()).not.toContain(volume.password);
});

/** What lets `initdb` end in its middle, and leave what it has made so far. */
const unfinished = ['--no-clean', '--set', 'shared_buffers=nothing'];

test.concurrent('after a kill before any step, or during the longest, the next run recovers', async (context) => {
  await using volume = await orSkip(context, makeVolume());
  const cut = await volume.shims({
    programs: ['initdb'],
    before: `[ "$1" = --version ] || { initdb "$@" ${unfinished.join(' ')}; kill -KILL 0; }`,
  });
  expect((await initialize(volume, { path: [cut.folder] })).code).toBe(null);
  expect(await volume.made()).toEqual(['data.tmp']);
  const programs = ['rm', 'initdb', 'sync', 'mv'];
  for (const [killBefore, left] of [
    [1, ['data.tmp']],
    [2, ['data.tmp']],
    [3, []],
    [4, ['data.tmp']],
    [5, ['data.tmp']],
    [6, ['data']],
  ] as const) {
    const { folder } = await volume.shims({ programs, killBefore });
    expect((await initialize(volume, { path: [folder] })).code).toBe(null);
    // Each goes on from what the one before has left.
    expect([killBefore, ...(await volume.made())]).toEqual([killBefore, ...left]);
  }
  expect((await initialize(volume)).code).toBe(0);
  expect(await volume.ask(usable)).toEqual(usableAnswer);
}, 120_000);

test.concurrent('an unfinished initdb is not renamed, and the next run replaces it', async (context) => {
  await using volume = await orSkip(context, makeVolume());
  const failing = await volume.shims({
    programs: ['initdb'],
    before: '[ "$1" = --version ] || { initdb "$@"; exit 1; }',
  });
  const failed = await initialize(volume, { path: [failing.folder] });
  expect([failed.code, failed.lines.at(-1)]).toEqual([
    23,
    expect.stringMatching(/data could not be made$/),
  ]);
  expect(await volume.made()).toEqual(['data.tmp']);

  // With a slash at the end, which a name may have.
  const environment = { PGDATA: `${volume.data}/` };
  const next = await initialize(volume, { environment });
  expect([next.code, next.lines[0]]).toEqual([
    0,
    expect.stringMatching(/^an earlier start was cut off: removing .*data\.tmp$/),
  ]);
  expect(await volume.made()).toEqual(['data']);
});

test.concurrent('143: the script exits on SIGTERM before the data directory is renamed', async (context) => {
  await using volume = await orSkip(context, makeVolume());
  const [reached, letGo] = [join(volume.folder, 'reached'), join(volume.folder, 'let-go')];
  const { folder } = await volume.shims({
    programs: ['sync'],
    before: `: > ${reached}; until [ -e ${letGo} ]; do sleep 0.01; done`,
  });
  const run = await volume.run({ path: [folder] });
  await eventually(() => existsSync(reached), true);
  run.kill('script', 'SIGTERM');
  await writeFile(letGo, '');
  expect((await run.ended).code).toBe(143);
  expect(await volume.made()).toEqual(['data.tmp']);
});
