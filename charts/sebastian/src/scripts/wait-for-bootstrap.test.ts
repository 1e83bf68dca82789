import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '@helm-charts/testing/eventually';
import { orSkip, startPostgresProxy, writePrivate } from '@helm-charts/testing/servers';
import { writeProgram } from '@helm-charts/testing/shell';
import { expect, test } from 'vitest';
import { bootstrap, nextRelease, random, startAppliance } from '../testing/fixture.ts';
import { hold } from '../testing/hold.ts';
import { installation, installed } from '../testing/installation.ts';
import { slow, withMigration, withUnsafeMigration } from '../testing/project.ts';
import { makeShims } from '../testing/shims.ts';

const once = { BOOTSTRAP_WAIT_TIMEOUT_SECONDS: '0' };

test.concurrent('wait-for-bootstrap succeeds when the marker exists, and not before', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  const { release, contents } = installation(appliance, { project: slow(0.05) });
  const { DB_NAME_SERVER, DB_USER_SERVER } = release.environment;
  const wait = await appliance.waitForBootstrap({
    DB_NAME_SERVER,
    DB_USER_SERVER,
    BOOTSTRAP_WAIT_RETRY_SECONDS: '0.02',
  });
  const opened = wait.ended.then(contents);
  expect((await bootstrap(appliance, release)).code).toBe(0);
  expect(await opened).toEqual(installed);
  expect((await wait.ended).code).toBe(0);
});

test.concurrent('wait-for-bootstrap waits at each statement of the bootstrap, until it is complete', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  const codes: (number | null)[] = [];
  // The bootstrap cannot go on while this asks; one of four statements is enough, and the last one, which drops the copy.
  const ask = async (statement: string, number: number) => {
    if (number % 4 !== 0 && !statement.startsWith('DROP')) return;
    codes.push((await (await appliance.waitForBootstrap(once)).ended).code);
  };
  await using proxy = await startPostgresProxy(appliance.postgres, { before: ask });
  const environment = { DB_PORT: String(proxy.port) };
  expect((await bootstrap(appliance, { environment })).code).toBe(0);
  expect(codes.length).toBeGreaterThan(25);
  expect(codes).toEqual(Array(codes.length).fill(10));
  expect((await (await appliance.waitForBootstrap(once)).ended).code).toBe(0);
}, 300_000);

test.concurrent('wait-for-bootstrap prints why it waits, whenever the reason changes', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  const wait = await appliance.waitForBootstrap();
  await wait.saying(/app_user cannot log in: the bootstrap has not made the role yet/);
  await using cluster = await appliance.connect();
  const password = cluster.client.escapeLiteral(appliance.passwords.DB_PASSWORD_SERVER);
  await cluster.query(`CREATE ROLE app_user LOGIN PASSWORD ${password}`);
  await wait.saying(/the database server does not exist yet/);
  await cluster.query('CREATE DATABASE server');
  await wait.saying(/the bootstrap has not begun with this database yet/);
  const { project, letGo } = hold(appliance);
  const run = await appliance.bootstrap({ project });
  await wait.saying(/the database server is closed while the bootstrap changes it/);
  await letGo('migrations');
  await letGo('seeds');
  await run.ended;
  const { code, lines } = await wait.ended;
  expect(code).toBe(0);
  expect(lines.at(-1)).toBe('the bootstrap first is complete');
  // Each is said once; the copy ends a connection that asks just then.
  const reasons = lines.filter((line) => !/terminating connection/.test(line));
  expect(reasons).toEqual([...new Set(reasons)]);
});

test.concurrent('wait-for-bootstrap waits when the database has another release, and names that release', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  await bootstrap(appliance);
  await bootstrap(appliance, { environment: { BOOTSTRAP_HASH: 'second', BOOTSTRAP_VERSION: '2' } });
  const wait = await appliance.waitForBootstrap({ BOOTSTRAP_WAIT_TIMEOUT_SECONDS: '1' });
  const { code, lines } = await wait.ended;
  expect([code, ...lines]).toEqual([
    10,
    'waiting for the bootstrap first: the database is at version 2 (second)',
    'wait-for-bootstrap: the bootstrap first was not complete in 1 seconds; see the log of its Job',
  ]);
});

test.concurrent('wait-for-bootstrap waits while a database is being migrated, and after interrupted migrations', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  const ask = async (hash: string) => {
    const wait = await appliance.waitForBootstrap({ ...once, BOOTSTRAP_HASH: hash });
    const { code, lines } = await wait.ended;
    return [code, lines[0]?.replace(/^waiting for the bootstrap \w+: /, '')];
  };
  await bootstrap(appliance);
  expect(await ask('first')).toEqual([0, 'the bootstrap first is complete']);
  // The application may have a lock of that number, too, but in its own database.
  await using database = await appliance.connect({ database: 'server' });
  await database.query('SELECT pg_advisory_lock(7205759403)');
  expect(await ask('first')).toEqual([0, 'the bootstrap first is complete']);

  const colors = withMigration('005_colors', 'CREATE TABLE colors ()');
  const { project, reached, letGo } = hold(appliance, { of: colors });
  const run = await appliance.bootstrap(nextRelease({ project }));
  await reached('migrations');
  // Pods of the current release come back, too.
  expect(await ask('first')).toEqual([10, 'a bootstrap is at work']);
  expect(await ask('second')).toEqual([10, 'the database is at version 1.0.0 (first)']);
  run.kill();
  await run.ended;
  const cut = [10, 'migrations were cut off, and wait for the next bootstrap'];
  await eventually(() => ask('first'), cut);
  await letGo('migrations');

  // Without a transaction the database is closed, and stays so where it is cut off.
  const sizes = withUnsafeMigration(
    '005_sizes',
    'CREATE TABLE sizes ()',
    'CREATE TABLE lengths ()',
  );
  const held = hold(appliance, { of: sizes });
  const unsafe = await appliance.bootstrap(nextRelease({ project: held.project }));
  await held.reached('migrations');
  unsafe.kill();
  await unsafe.ended;
  await held.letGo('migrations');
  const closed = [10, 'the database server is closed while the bootstrap changes it'];
  expect(await ask('first')).toEqual(closed);

  expect((await bootstrap(appliance, nextRelease({ project: colors }))).code).toBe(0);
  expect(await ask('first')).toEqual([10, 'the database is at version 1.0.1 (second)']);
  expect(await ask('second')).toEqual([0, 'the bootstrap second is complete']);
});

test.concurrent('wait-for-bootstrap waits for an unreachable Postgres, and prints so every 30 seconds', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  await appliance.postgres.kill();
  const { folder } = await makeShims(appliance.folder, { programs: [] });
  // A clock on which every look takes ten seconds.
  await writeFile(join(folder, 'now'), '0');
  const clock = `#!/bin/sh\nread -r now < ${folder}/now\necho $((now + 10)) | tee ${folder}/now\n`;
  await writeProgram(join(folder, 'date'), clock);
  const wait = await appliance.waitForBootstrap({ BOOTSTRAP_WAIT_TIMEOUT_SECONDS: '120' }, [
    folder,
  ]);
  const { code, lines } = await wait.ended;
  expect(code).toBe(10);
  expect(lines.filter((line) => /Connection refused/.test(line))).toHaveLength(4);
});

test.concurrent('wait-for-bootstrap uses the password of its role only, and never prints it', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  await bootstrap(appliance);
  const programs = 'psql sed tr wc date sleep mktemp rm'.split(' ');
  const shims = await makeShims(appliance.folder, { programs, record: true });
  expect((await (await appliance.waitForBootstrap({}, [shims.folder])).ended).code).toBe(0);
  const traces = await shims.traces();
  expect(traces).toContain('app_user');
  for (const password of Object.values(appliance.passwords)) expect(traces).not.toContain(password);

  const wrong = join(appliance.folder, 'wrong');
  await writeFile(wrong, random());
  const wait = await appliance.waitForBootstrap({ ...once, DB_PASSWORD_FILE: wrong });
  expect((await wait.ended).lines[0]).toMatch(
    /app_user cannot log in: .* or its Secret is another one/,
  );
});

test.concurrent('64: a missing setting is named', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  const complaint = async (environment: object) => {
    const { code, lines } = await (await appliance.waitForBootstrap(environment)).ended;
    return [code, ...lines].join(' ');
  };
  for (const name of ['DB_HOST', 'DB_PASSWORD_FILE', 'BOOTSTRAP_HASH']) {
    const sentence = `64 wait-for-bootstrap: the variable ${name} is missing`;
    expect(await complaint({ [name]: '' })).toBe(sentence);
  }
  expect(await complaint({ PATH: '/no/programs' })).toMatch(/^64 .*program psql is missing/);
  expect(await complaint({ DB_PASSWORD_FILE: '/no/password' })).toMatch(/^64 .*missing or empty/);
  const broken = join(appliance.folder, 'broken');
  for (const password of ['two\nlines', 'at the end\r']) {
    await writePrivate(broken, password);
    expect(await complaint({ DB_PASSWORD_FILE: broken })).toMatch(/^64 .*contains a line break/);
  }
});

test.concurrent('143: wait-for-bootstrap exits on SIGTERM, and leaves no password', async (context) => {
  await using appliance = await orSkip(context, startAppliance());
  const wait = await appliance.waitForBootstrap();
  await wait.saying(/^waiting for the bootstrap/);
  wait.kill('script', 'SIGTERM');
  expect((await wait.ended).code).toBe(143);
  expect(await readdir(appliance.waiting.path('/tmp'))).toEqual([]);
});
