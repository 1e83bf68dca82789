import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Appliance, startAppliance } from '../testing/appliance.ts';
import { textsOf } from '../testing/bootstrap.ts';
import { type Pods, playPods } from '../testing/pods.ts';

const rotate = ['secrets', 'rotate', '--yes', '--timeout', '1m'];

interface Running extends AsyncDisposable {
  readonly appliance: Appliance;
  readonly pods: Pods;
  readonly secret: (name: string) => Readonly<Record<string, string>>;
}

/** An appliance that is set up, with pods that have read its credentials. */
const start = async (): Promise<Running> => {
  const appliance = await startAppliance({ hasTenant: true, hasRotation: true });
  const { server, run, folder, bootstrap } = appliance;
  bootstrap.administrator = 'ada@example.com';
  const flux = ['--flux-manifest', join(folder, 'flux.yaml')];
  const { exitCode, said } = await run(['bootstrap', '--url', 'https://git.site/a.git', ...flux]);
  expect([exitCode, exitCode === 0 ? '' : said]).toEqual([0, '']);
  const db = { release: 'worker', secret: 'db' } as const;
  const pods = playPods(server, [
    { kind: 'ReplicaSet', name: 'web', replicas: 2, ...db, key: 'PASSWORD_APP' },
    { kind: 'StatefulSet', name: 'pool', replicas: 1, ...db, key: 'PASSWORD_APP', isMounted: true },
    { kind: 'ReplicaSet', name: 'admin', replicas: 1, ...db, key: 'PASSWORD_ADMIN' },
    {
      kind: 'ReplicaSet',
      name: 'api',
      replicas: 1,
      release: 'worker',
      secret: 'web',
      key: 'TOKEN',
    },
    {
      kind: 'ReplicaSet',
      name: 'login',
      replicas: 1,
      release: 'worker',
      secret: 'web',
      key: 'PEPPER',
    },
  ]);
  return {
    appliance,
    pods,
    secret: (name) => textsOf(server.objects.get(`Secret apps/${name}`)),
    [Symbol.asyncDispose]: () => appliance[Symbol.asyncDispose](),
  };
};

/** Everybody has the passwords of the Secrets, and nothing of a rotation is left. */
const expectConsistent = ({ appliance, pods, secret }: Running): void => {
  const db = secret('db');
  expect(Object.keys(db).toSorted()).toEqual(['PASSWORD_ADMIN', 'PASSWORD_APP']);
  expect(appliance.bootstrap.passwords).toEqual(db);
  expect(pods.read('web')).toEqual([db.PASSWORD_APP]);
  expect(pods.read('pool')).toEqual([db.PASSWORD_APP]);
  expect(pods.read('admin')).toEqual([db.PASSWORD_ADMIN]);
  expect(pods.read('api')).toEqual([secret('web').TOKEN]);
  const { objects } = appliance.server;
  expect(objects.has('ConfigMap apps/appliance-rotation')).toBe(false);
  for (const name of ['db', 'web']) {
    expect(objects.get(`Secret apps/${name}`)?.metadata.annotations ?? {}).toEqual({});
  }
};

/** What was done, without the numbers of pods and what was waited for. */
const steps = (said: string): string =>
  said.replaceAll(/^(checking|waiting for) .*\n/gm, '').replaceAll(/-\d+ /g, '-… ');

test('rotates all credentials, and no other', async () => {
  await using running = await start();
  const { appliance, pods, secret } = running;
  const [db, web] = [secret('db'), secret('web')];
  const runs = appliance.bootstrap.runs();
  const { exitCode, said } = await appliance.run(rotate);
  expect(steps(said)).toMatchInlineSnapshot(`
    "created ConfigMap apps/appliance-rotation
    changed Secret apps/db (new PASSWORD_ADMIN, PASSWORD_APP)
    changed Secret apps/web (new TOKEN)
    changed Job apps/db-bootstrap (runs again)
    deleted Pod apps/pool-… (restarts)
    deleted Pod apps/web-… (restarts)
    deleted Pod apps/admin-… (restarts)
    deleted Pod apps/api-… (restarts)
    deleted Pod apps/web-… (restarts)
    changed Secret apps/db (without ROTATION, PASSWORD_ADMIN_PREVIOUS)
    changed Secret apps/web (rotated)
    deleted ConfigMap apps/appliance-rotation
    exports of the credentials from before are outdated: write a new one with "alga-appliance secrets export --output FILE"
    secrets rotate: done, 12 changes made
    "
  `);
  expect(exitCode).toBe(0);
  expectConsistent(running);
  expect(secret('db').PASSWORD_ADMIN).not.toBe(db.PASSWORD_ADMIN);
  expect(secret('db').PASSWORD_APP).not.toBe(db.PASSWORD_APP);
  expect(secret('web').TOKEN).not.toBe(web.TOKEN);
  expect(secret('web').PEPPER).toBe(web.PEPPER);
  expect(appliance.bootstrap.runs()).toBe(runs + 1);
  // Those that others connect to are first, and who reads no new value does not restart.
  expect(pods.restarted()[0]).toBe('pool');
  expect(pods.restarted().toSorted()).toEqual(['admin', 'api', 'pool', 'web', 'web']);
  // Of several pods, one is always there.
  expect(pods.unavailable()).toEqual([]);
  for (const text of [db, web, secret('db'), secret('web')].flatMap(Object.values)) {
    expect(said).not.toContain(text);
  }
});

test('rotates one credential, for which the database need not be asked', async () => {
  await using running = await start();
  const { appliance, pods, secret } = running;
  const [db, runs] = [secret('db'), appliance.bootstrap.runs()];
  expect(await appliance.run([...rotate, 'TOKEN'])).toMatchObject({ exitCode: 0 });
  expectConsistent(running);
  expect([secret('db'), appliance.bootstrap.runs()]).toEqual([db, runs]);
  expect(pods.restarted()).toEqual(['api']);
});

test('a rotation that is cut off after any change is continued by the same command', async () => {
  await using running = await start();
  const { appliance, pods, secret } = running;
  const { server, run, bootstrap } = appliance;
  const before = secret('db');
  const codes: number[] = [];
  const values = new Set<string | undefined>();
  do {
    const stop = new AbortController();
    const end = server.onChange(() => stop.abort());
    codes.push((await run(rotate, { signal: stop.signal })).exitCode);
    end();
    // Whatever was cut off, somebody who has the Secret can log in to the database.
    const { PASSWORD_ADMIN, PASSWORD_ADMIN_PREVIOUS, ...rest } = secret('db');
    expect([PASSWORD_ADMIN, PASSWORD_ADMIN_PREVIOUS]).toContain(
      bootstrap.passwords?.PASSWORD_ADMIN,
    );
    values.add(rest.PASSWORD_APP);
  } while (codes.at(-1) === 130 && codes.length < 60);
  expect([codes.length > 10, codes.at(-1)]).toEqual([true, 0]);
  expectConsistent(running);
  // Once only.
  values.delete(before.PASSWORD_APP);
  expect([...values]).toEqual([secret('db').PASSWORD_APP]);
  expect(pods.restarted().toSorted()).toEqual(['admin', 'api', 'pool', 'web', 'web']);
});

test('names that are given while another rotation is open come after it', async () => {
  await using running = await start();
  const { appliance, secret } = running;
  const { server, run } = appliance;
  const stop = new AbortController();
  const end = server.onChange(({ object }) => {
    if (object.kind === 'Secret') stop.abort();
  });
  const args = [...rotate, 'PASSWORD_ADMIN'];
  expect((await run(args, { signal: stop.signal })).exitCode).toBe(130);
  end();
  const { output } = await run(['status']);
  expect(output).toMatch(/ConfigMap apps\/appliance-rotation +progressing .*secrets rotate/);
  const [{ PASSWORD_ADMIN }, web] = [secret('db'), secret('web')];
  const { exitCode, said } = await run([...rotate, 'TOKEN', 'PASSWORD_ADMIN']);
  expect(said).toContain('continuing the rotation of PASSWORD_ADMIN\n');
  expect(exitCode).toBe(0);
  expectConsistent(running);
  expect(secret('db').PASSWORD_ADMIN).toBe(PASSWORD_ADMIN);
  expect(secret('web').TOKEN).not.toBe(web.TOKEN);
});

test('a rotation whose record is lost leaves its password to the next one', async () => {
  await using running = await start();
  const { appliance } = running;
  const { server, run } = appliance;
  const stop = new AbortController();
  const end = server.onChange(({ object }) => {
    if (object.kind === 'Secret') stop.abort();
  });
  await run(rotate, { signal: stop.signal });
  end();
  server.remove('ConfigMap apps/appliance-rotation');
  expect(await run(rotate)).toMatchObject({ exitCode: 0 });
  expectConsistent(running);
});

test('a Job that has mounted the old Secret runs again', async () => {
  await using running = await start();
  const { bootstrap, run } = running.appliance;
  bootstrap.staleRuns = 1;
  const runs = bootstrap.runs();
  expect(await run(rotate)).toMatchObject({ exitCode: 0 });
  expect(bootstrap.runs()).toBe(runs + 2);
  expectConsistent(running);
});

test('after the Job has expired the release makes another one', async () => {
  await using running = await start();
  running.appliance.bootstrap.expire();
  expect(await running.appliance.run(rotate)).toMatchObject({ exitCode: 0 });
  expectConsistent(running);
});

test('wrong names, and credentials that are never rotated, are refused before anything is written', async () => {
  await using running = await start();
  const { server, run } = running.appliance;
  const before = server.versions();
  const { exitCode, said } = await run([...rotate, 'TOKENS', 'PEPPER', 'NEW', 'x']);
  expect(exitCode).toBe(2);
  expect(said).toMatchInlineSnapshot(`
    "error TOKENS: there is no such credential; did you mean TOKEN? [rotation]
    error PEPPER: it is never rotated: hashes contain it; leave it out. [rotation]
    error NEW: it is never rotated: the profile does not say what depends on it; leave it out. [rotation]
    error x: there is no such credential; use PASSWORD_ADMIN, PASSWORD_APP, TOKEN, PEPPER, NEW. [rotation]
    secrets rotate: failed (exit code 2)
    "
  `);
  expect((await run(['secrets', 'rotate', 'TOKEN'])).said).toContain('give --yes');
  const no = { ask: async () => 'no' };
  expect(await run(['secrets', 'rotate', 'TOKEN'], no)).toMatchObject({ exitCode: 2 });
  expect(server.versions()).toEqual(before);
});

test('an appliance that is not ready, and a bootstrap that is older, are refused', async () => {
  await using running = await start();
  const { appliance } = running;
  const { server, run, bootstrap } = appliance;
  const job = server.objects.get('Job apps/db-bootstrap')!;
  server.put({ ...job, status: { active: 1 } });
  let before = server.versions();
  const busy = await run(rotate);
  expect(busy.said).toContain('Job apps/db-bootstrap: the bootstrap has not completed yet');
  expect([busy.exitCode, server.versions()]).toEqual([1, before]);

  const pod = [...server.objects.values()].find(
    ({ metadata }) => metadata.labels?.owner === 'api',
  )!;
  server.put({ ...job });
  server.put({ ...pod, status: { phase: 'Pending' } });
  before = server.versions();
  const waiting = await run(rotate);
  expect(waiting.said).toContain(`Pod apps/${pod.metadata.name}: progressing: Pending; wait until`);
  expect([waiting.exitCode, server.versions()]).toEqual([1, before]);

  server.put({ ...pod });
  bootstrap.readsRotation = false;
  bootstrap.expire();
  const secret = server.objects.get('Secret apps/db');
  const old = await run(rotate);
  expect(old.said).toContain('this version of the bootstrap does not rotate passwords; deploy a');
  expect([old.exitCode, server.objects.get('Secret apps/db')]).toEqual([1, secret]);
});

test('a dry run says what would happen, and writes nothing', async () => {
  await using running = await start();
  const { server, run } = running.appliance;
  const before = server.versions();
  const { exitCode, said } = await run(['secrets', 'rotate', '--dry-run']);
  expect(exitCode).toBe(0);
  expect(steps(said)).toMatchInlineSnapshot(`
    "would create ConfigMap apps/appliance-rotation
    would change Secret apps/db (new PASSWORD_ADMIN, PASSWORD_APP)
    would change Secret apps/web (new TOKEN)
    would change Job apps/db-bootstrap (runs again)
    would delete Pod apps/pool-… (restarts)
    would delete Pod apps/web-… (restarts)
    would delete Pod apps/web-… (restarts)
    would delete Pod apps/admin-… (restarts)
    would delete Pod apps/api-… (restarts)
    secrets rotate: done, 9 changes to make
    "
  `);
  expect(server.versions()).toEqual(before);
});

test('an export of the new credentials is written at the end, unless the file exists', async () => {
  await using running = await start();
  const { run, folder, server } = running.appliance;
  const [output, passphrase] = [join(folder, 'new.age'), join(folder, 'passphrase')];
  writeFileSync(passphrase, 'four words and a number\n', { mode: 0o600 });
  const args = [...rotate, 'TOKEN', '--output', output, '--passphrase-file', passphrase];
  const { exitCode, said } = await run(args);
  expect(said).toContain(`wrote db, web to ${output}, encrypted\n`);
  expect(exitCode).toBe(0);
  expect(existsSync(output)).toBe(true);
  const before = server.versions();
  expect((await run(args)).said).toContain('this file exists');
  expect(server.versions()).toEqual(before);
});

test('--list says how each credential is rotated, without the cluster', async () => {
  await using appliance = await startAppliance({ hasRotation: true });
  await appliance.server.pause();
  const { output } = await appliance.run(['secrets', 'rotate', '--list']);
  expect(output).toMatchInlineSnapshot(`
    "PASSWORD_ADMIN  apps/db   by the bootstrap  a restart
    PASSWORD_APP    apps/db   by the bootstrap  a restart
    TOKEN           apps/web  with a restart    a restart
    PEPPER          apps/web  never             hashes contain it
    NEW             apps/web  never             the profile does not say what depends on it
    "
  `);
  const json = await appliance.run(['secrets', 'rotate', '--list', '--json']);
  expect(JSON.parse(json.output)[0]).toMatchObject({ name: 'PASSWORD_ADMIN', secret: 'apps/db' });
  await appliance.server.resume();
});
