import { readFile, stat } from 'node:fs/promises';
import { exporterUser } from '@helm-charts/alga';
import { eventually } from '@helm-charts/testing/eventually';
import { orSkip } from '@helm-charts/testing/servers';
import { expect, test } from 'vitest';
import { makeStore, type Store, type StoreOptions } from '../testing/store.ts';

const started = async (options: StoreOptions): Promise<Store> => {
  const store = await makeStore(options);
  await store.start();
  return store;
};

test.concurrent('the data of Redis survives a crash', async (context) => {
  await using store = await orSkip(context, started({ password: 'secret' }));
  for (const [setting, value] of Object.entries({
    appendonly: 'yes',
    // A second of work is lost where the power fails.
    appendfsync: 'everysec',
    // Nothing is written beside it.
    save: '',
    dir: store.path('/data'),
  })) {
    expect(await store.ask(['CONFIG', 'GET', setting])).toBe(`${setting}\n${value}`.trim());
  }
  expect(await store.ask(['SET', 'session', 'open'])).toBe('OK');
  expect(await store.ask(['XADD', 'workflow:events', '*', 'ticket', '1'])).toMatch(/^\d+-0$/);
  await store.written();
  await store.kill();
  await store.start();
  expect(await store.ask(['GET', 'session'])).toBe('open');
  expect(await store.ask(['XLEN', 'workflow:events'])).toBe('1');
});

test.concurrent('writes fail above maxmemory, and nothing is evicted', async (context) => {
  const values = { redis: { inChart: { maxMemoryMegabytes: 16 } } };
  await using store = await orSkip(context, started({ password: 'secret', values }));
  expect(await store.ask(['SET', 'first', 'kept'])).toBe('OK');
  const answers: string[] = [];
  while (answers.length < 40 && !answers.at(-1)?.includes('OOM')) {
    const megabyte = `return redis.call('SET', 'filler${answers.length}', string.rep('x', 1048576))`;
    answers.push(await store.ask(['EVAL', megabyte, '0']));
  }
  expect(answers.length).toBeGreaterThan(5);
  expect(answers.at(-1)).toContain('OOM command not allowed');
  expect(await store.ask(['SET', 'second', 'x'])).toContain('OOM command not allowed');
  expect(await store.ask(['GET', 'first'])).toBe('kept');
  expect(await store.ask(['INFO', 'stats'])).toContain('evicted_keys:0');
});

test.concurrent.for([
  'plain',
  'with space',
  `"quoted" 'twice'`,
  'back\\slash',
  '$HOME #{x}',
  'üñí–✓',
])('the password is taken as it is: %s', async (password, context) => {
  await using store = await orSkip(context, started({ password }));
  expect(await store.ask(['PING'])).toBe('PONG');
  expect(await store.ask(['PING'], `${password}x`)).toContain('WRONGPASS');
  expect(store.log().join('\n')).not.toContain(password);
  expect((await stat(store.path('/run/redis/redis.conf'))).mode & 0o777).toBe(0o600);
});

test.concurrent('the user of the exporter reads INFO, and no key and no setting', async (context) => {
  const values = { metrics: { enabled: true } };
  await using store = await orSkip(context, started({ password: 'secret', values }));
  const exporter = await readFile(store.path('/run/exporter/password'), 'utf8');
  expect(exporter).toMatch(/^[0-9a-f]{48}$/);
  const ask = (...command: readonly string[]) =>
    store.ask(['--user', exporterUser, ...command], exporter);
  expect(await store.ask(['SET', 'session', 'open'])).toBe('OK');
  expect(await ask('INFO', 'memory')).toMatch(/^maxmemory:[1-9]/m);
  for (const command of [
    ['GET', 'session'],
    ['SET', 'session', 'closed'],
    ['KEYS', '*'],
    ['CONFIG', 'GET', 'requirepass'],
    ['SLOWLOG', 'GET'],
    ['MONITOR'],
    ['ACL', 'LIST'],
    ['SHUTDOWN'],
  ]) {
    expect(await ask(...command), command.join(' ')).toMatch(/^NOPERM /);
  }
  expect(await store.ask(['--user', exporterUser, 'PING'], '')).not.toBe('PONG');
  expect(await store.ask(['GET', 'session'])).toBe('open');
  expect(store.log().join('\n')).not.toContain(exporter);
});

test.concurrent('readiness requires PONG, liveness accepts any response', async (context) => {
  await using store = await orSkip(context, makeStore({ password: 'secret' }));
  expect(await store.probes()).toEqual({ startup: 'no', ready: 'no', alive: 'no' });
  await store.start();
  expect(await store.probes()).toEqual({ startup: 'yes', ready: 'yes', alive: 'yes' });
  expect(await store.ask(['CONFIG', 'SET', 'requirepass', 'another'])).toBe('OK');
  expect(await store.probes()).toEqual({ startup: 'yes', ready: 'no', alive: 'yes' });
});

test.concurrent('while Redis loads its data, it is not ready and not restarted', async (context) => {
  await using store = await orSkip(context, started({ password: 'secret' }));
  await store.ask(['EVAL', "for i = 1, 30000 do redis.call('SET', i, i) end", '0']);
  await store.written();
  await store.kill();
  await store.start('slowly');
  expect(await store.probes()).toEqual({ startup: 'yes', ready: 'no', alive: 'yes' });
  expect(await store.ask(['PING'])).toMatch(/^LOADING/);
  expect(await store.ask(['CONFIG', 'SET', 'key-load-delay', '0'])).toBe('OK');
  await eventually(store.probes, { startup: 'yes', ready: 'yes', alive: 'yes' });
  expect(await store.ask(['GET', '30000'])).toBe('30000');
});

test.concurrent.for([
  ['two\nlines', 'redis: the password contains a line break; take it out of the Secret'],
  // Redis would take this one as it is, and some of those who read the Secret would not.
  ['at the end\r', 'redis: the password contains a line break; take it out of the Secret'],
  ['', 'redis: the password is empty: see the Secret that is mounted at'],
] as const)(
  'a password that cannot be right is refused: %j',
  async ([password, sentence], context) => {
    await using store = await orSkip(context, makeStore({ password }));
    await expect(store.start()).rejects.toThrow(sentence);
  },
);
