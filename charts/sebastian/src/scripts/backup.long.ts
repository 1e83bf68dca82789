import { readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { orSkip } from '@helm-charts/testing/servers';
import { expect, test } from 'vitest';
import { contents, keyPair, makeBackups, signAgain, startSite } from '../testing/backups.ts';
import { bootstrap } from '../testing/fixture.ts';
import { makeNode } from '../testing/node.ts';
import { makeShims } from '../testing/shims.ts';

/** Moments that are spread over the duration of a run. */
const momentOf = (number: number, duration: number): number => ((number * 0.618) % 1) * duration;

test.concurrent('a restore is done once, and data are moved aside only if that is asked for', async (context) => {
  await using site = await orSkip(context, startSite());
  await bootstrap(site);
  await using backups = await makeBackups(site);
  await backups.make();
  const [backup = ''] = await backups.names();
  await using node = await makeNode('password');
  await node.copy(backups);
  expect(await node.restore({})).toMatchObject({ code: 0, lines: ['nothing is to be restored'] });
  await node.restore({ backup, id: 'first' });
  expect(await node.restore({ backup, id: 'first' })).toMatchObject({
    code: 0,
    lines: [`${backup} is restored`],
  });
  const refused = await node.restore({ backup, id: 'second' });
  expect([refused.code, ...refused.lines]).toEqual([
    20,
    expect.stringMatching(
      /data has data, so .* is not restored and nothing was changed: restore with --replace/,
    ),
  ]);
  const replaced = await node.restore({ backup, id: 'second', replace: 'yes' });
  expect([replaced.code, replaced.lines.at(-1)]).toEqual([0, `complete: ${backup} is restored`]);
  expect(replaced.lines.join('\n')).toMatch(/the data from before are in .*\/data\.before-/);
  await using server = await node.serve();
  expect(server.port).toBeGreaterThan(0);
});

test.concurrent('only the private key opens an encrypted backup', async (context) => {
  await using site = await orSkip(context, startSite());
  await bootstrap(site);
  const [mine, other] = [await keyPair(site.folder, 'mine'), await keyPair(site.folder, 'other')];
  await using backups = await makeBackups(site, { certificate: mine.certificate });
  const made = await backups.make();
  expect([made.code, made.lines.at(-1)]).toEqual([0, expect.stringMatching(/KiB, encrypted$/)]);
  for (const name of ['roles.sql', 'server.dump']) {
    expect((await readFile(await backups.file(name))).subarray(0, 8).toString()).toBe('Salted__');
  }
  const [backup = ''] = await backups.names();
  await using node = await makeNode('password');
  await node.copy(backups);
  const refusal = async (key?: string) => {
    const { code, lines } = await node.restore({ backup, id: 'x', ...(key && { key }) });
    return `${code} ${lines.join('\n')}`;
  };
  expect(await refusal()).toMatch(/^23 .*no key was given.*nothing was changed$/);
  expect(await refusal(other.key)).toMatch(
    /^23 .*is encrypted for another key.*nothing was changed$/,
  );
  const done = await node.restore({ backup, id: 'x', key: mine.key });
  expect([done.code, done.lines.at(-1)]).toEqual([0, `complete: ${backup} is restored`]);
});

test.concurrent('a backup that is cut off, damaged, of a newer Postgres, or without a database is refused', async (context) => {
  await using site = await orSkip(context, startSite());
  await bootstrap(site);
  await using backups = await makeBackups(site);
  await backups.make();
  const [backup = ''] = await backups.names();
  const refusal = async (change: (folder: string) => Promise<void>, name = backup) => {
    await using node = await makeNode('password');
    await node.copy(backups);
    await change(join(node.folder, 'backups', backup));
    const { code, lines } = await node.restore({ backup: name, id: 'x' });
    await expect(readFile(join(node.data, 'PG_VERSION'))).rejects.toThrow('ENOENT');
    return `${code} ${lines.at(-1)}`;
  };
  expect(await refusal((folder) => truncate(join(folder, 'server.dump'), 1000))).toMatch(
    /^22 .*is cut off, since server\.dump has 1000 of \d+ bytes: .*; nothing was changed$/,
  );
  expect(await refusal((folder) => rm(join(folder, 'hocuspocus.dump')))).toMatch(
    /^22 .*is cut off, since hocuspocus\.dump has 0 of \d+ bytes: .*; nothing was changed$/,
  );
  expect(await refusal((folder) => rm(folder, { recursive: true }))).toMatch(
    /^10 .*there is no backup .*; nothing was changed$/,
  );
  const edit = (from: RegExp, to: string) => async (folder: string) => {
    const text = await readFile(join(folder, 'contents'), 'utf8');
    await writeFile(join(folder, 'contents'), text.replace(from, to));
  };
  expect(await refusal(edit(/^bytes /m, 'bytes 1'))).toMatch(
    /^22 .*is damaged \(contents: FAILED\)/,
  );
  const signed = (change: (folder: string) => Promise<void>) => async (folder: string) => {
    await change(folder);
    await signAgain(folder);
  };
  expect(await refusal(signed(edit(/^postgres .*/m, 'postgres 99.1')))).toMatch(
    /^21 .*is of Postgres 99\.1, and this is Postgres \d+, which can't read it: .*; nothing was changed$/,
  );
  expect(await refusal(signed(edit(/^temporal\.dump .*\n/m, '')))).toMatch(
    /^24 .*has no database temporal, which this release needs: .*; nothing was changed$/,
  );
  expect(await refusal(async () => {}, '../other')).toMatch(/^22 .*is not the name of a backup/);
});

test.concurrent('a backup that fails leaves nothing, and says in one sentence why', async (context) => {
  await using site = await orSkip(context, startSite());
  await bootstrap(site);
  await using backups = await makeBackups(site);
  const refusal = async (otherwise: Parameters<typeof backups.make>[0]) => {
    const { code, lines } = await backups.make(otherwise);
    expect(await backups.names()).toEqual([]);
    return `${code} ${lines.at(-1)}`;
  };
  expect(
    await refusal({ environment: { DB_PORT: '1', BACKUP_WAIT_TIMEOUT_SECONDS: '1' } }),
  ).toMatch(/^10 backup: Postgres at .* could not be reached in 1 seconds$/);
  expect(await refusal({ environment: { DB_USER_ADMIN: 'nobody' } })).toMatch(
    /^11 .*refuses nobody/,
  );
  expect(await refusal({ environment: { CERTIFICATE_FILE: '/dev/null' } })).toMatch(
    /^15 .*is no X\.509 certificate in PEM format/,
  );
  expect(await refusal({ environment: { DB_HOST: '' } })).toBe(
    '64 backup: the variable DB_HOST is missing',
  );
  {
    await using lock = await site.connect();
    await lock.query('SELECT pg_advisory_lock(7205759403)');
    expect(await refusal({})).toMatch(/^12 .*a bootstrap runs/);
  }
  const { folder } = await makeShims(site.folder, {
    programs: ['df'],
    before: 'printf "%s\\n" x "/dev/x 100 90 10 90% /backups"; exit',
  });
  expect(await refusal({ path: [folder] })).toMatch(/^14 .*a backup takes about \d+ MiB/);
  const failing = await makeShims(site.folder, {
    programs: ['pg_dump'],
    before: 'case "$*" in *hocuspocus*) echo broken >&2; exit 1 ;; esac',
  });
  expect(await refusal({ path: [failing.folder] })).toMatch(/^13 .*hocuspocus could not be dumped/);
  const tar = await makeShims(site.folder, { programs: ['tar'], before: 'exit 2' });
  expect(await refusal({ path: [tar.folder] })).toMatch(/^16 .*files\.tar could not be archived/);
});

test.concurrent('so many backups are kept, and what was cut off is removed', async (context) => {
  await using site = await orSkip(context, startSite());
  await bootstrap(site);
  await using backups = await makeBackups(site, { keep: 2 });
  await writeFile(join(backups.folder, '2020-01-01T000000Z.tmp'), '');
  const made: string[] = [];
  for (let count = 0; count < 3; count += 1) {
    const { code, lines } = await backups.make();
    expect([code, lines]).toEqual([0, lines]);
    made.push(/^complete: (\S+)/.exec(lines.at(-1) ?? '')?.[1] ?? '');
  }
  expect(await backups.names()).toEqual(made.slice(1));
});

test.concurrent('a backup or a restore that is killed at any moment is made whole by the next run', async (context) => {
  await using site = await orSkip(context, startSite());
  await bootstrap(site);
  await using backups = await makeBackups(site);
  const begin = performance.now();
  expect((await backups.make()).code).toBe(0);
  const duration = performance.now() - begin;
  const [backup = ''] = await backups.names();
  for (let number = 1; number <= 5; number += 1) {
    const run = await backups.start();
    await sleep(momentOf(number, duration));
    run.kill('all');
    await run.ended;
  }
  expect((await backups.make()).code).toBe(0);
  expect((await backups.names()).filter((name) => name.endsWith('.tmp'))).toEqual([]);

  await using node = await makeNode('password');
  await node.copy(backups);
  const started = performance.now();
  await node.restore({ backup, id: 'first' });
  const restored = performance.now() - started;
  for (let number = 1; number <= 10; number += 1) {
    await rm(node.data, { recursive: true, force: true });
    const run = await node.start({ backup, id: String(number) });
    await sleep(momentOf(number, restored));
    run.kill('all');
    await run.ended;
    const next = await node.restore({ backup, id: String(number) });
    expect([number, next.code, next.lines]).toEqual([number, 0, next.lines]);
  }
  await using server = await node.serve();
  const superuser = { ...site.postgres.superuser, port: server.port, password: 'password' };
  expect(await contents(superuser)).toBe(await contents(site.postgres.superuser));
}, 600_000);
