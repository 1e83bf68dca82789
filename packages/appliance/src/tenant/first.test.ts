import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startAppliance } from '../testing/appliance.ts';
import {
  bootstrap,
  fileOf,
  password,
  record,
  secret,
  start,
  tenantLines,
} from '../testing/tenant.ts';

test('bootstrap gives the tenant of a file to the release, and deletes the Secret when it has served', async () => {
  await using appliance = await start();
  const { server, run } = appliance;
  const changes: string[] = [];
  server.onChange(({ type, object: { kind, metadata } }) => {
    if (metadata.name === 'appliance-initial-tenant' || kind === 'HelmRelease') {
      changes.push(`${type} ${kind}`);
    }
  });
  const args = bootstrap(appliance, '--tenant-file', fileOf(appliance));
  const { exitCode, said, output } = await run([...args, '--json']);
  expect(exitCode).toBe(0);
  expect(said).toContain(`created ${secret} (5 keys)\n`);
  expect(said).toContain(`created ${record}\n`);
  expect(said).toContain(`deleted ${secret}\n`);
  expect(said).toContain('the tenant is there: its administrator can log in\n');
  for (const form of [password, btoa(password)]) expect(said + output).not.toContain(form);
  expect(changes[0]).toBe('ADDED Secret');
  expect(appliance.bootstrap).toMatchObject({ administrator: 'ada@example.com' });
  expect(server.objects.has(secret)).toBe(false);
  expect(await run(['status'])).toMatchObject({ exitCode: 0 });

  const before = server.versions();
  const again = await run(args);
  expect(again.said).toContain(
    'kept the tenant, which is there already: --tenant-file is not used',
  );
  expect(again.said).toContain('bootstrap: done, nothing to do\n');
  expect(server.versions()).toEqual(before);
});

test('at a terminal bootstrap asks, and asks again for what can not be used', async () => {
  await using appliance = await start();
  const answers = [
    ['x'.repeat(300), false],
    ['Analytical Engines', false],
    ['', false],
    ['Ada', false],
    ['Lovelace', false],
    ['ada at example.com', false],
    ['ada@example.com', false],
    ['weak', true],
    [password, true],
    ['Correct-horse: 2', true],
    [password, true],
    [password, true],
  ] as const;
  const asked: boolean[] = [];
  const ask = async (_: string, isHidden = false): Promise<string> => {
    asked.push(isHidden);
    return answers[asked.length - 1]?.[0] ?? '';
  };
  const { exitCode, said } = await appliance.run(bootstrap(appliance), { ask });
  expect(asked).toEqual(answers.map(([, isHidden]) => isHidden));
  expect(said).toContain('it is longer than 255 characters\n');
  expect(said).toContain('First name of its administrator: it is missing\n');
  expect(said).toContain('E-mail address to log in with: it is not an e-mail address\n');
  expect(said).toContain('Password: it needs at least 8 characters, an upper-case letter');
  expect(said).toContain('you typed two different ones\n');
  expect(exitCode).toBe(0);
  expect(appliance.bootstrap.administrator).toBe('ada@example.com');

  const again = await appliance.run(['tenant'], { ask: () => Promise.reject(new Error('asked')) });
  expect(again.exitCode).toBe(2);
});

test('an empty organisation at the terminal means later, and later nobody is asked twice', async () => {
  await using appliance = await start();
  const questions: string[] = [];
  const ask = async (question: string): Promise<string> => {
    questions.push(question);
    return '';
  };
  expect((await appliance.run(bootstrap(appliance), { ask })).exitCode).toBe(0);
  expect((await appliance.run(bootstrap(appliance), { ask })).exitCode).toBe(0);
  expect(questions).toEqual([
    'Organisation that works with this appliance (empty: create it later): ',
  ]);
  const { exitCode, said } = await appliance.run(['tenant']);
  expect(said).toContain(
    'error tenant: there is no terminal to ask at; give --tenant-file. [tenant]',
  );
  expect(exitCode).toBe(2);
});

test('a Secret that was left behind is shown, and deleted by the next bootstrap', async () => {
  await using appliance = await start();
  const { server, run } = appliance;
  const stop = new AbortController();
  const end = server.onChange(({ object: { kind } }) => {
    if (kind === 'ConfigMap') stop.abort();
  });
  const args = bootstrap(appliance, '--tenant-file', fileOf(appliance));
  expect((await run(args, { signal: stop.signal })).exitCode).toBe(130);
  end();
  expect(await tenantLines(appliance)).toEqual([
    expect.stringMatching(/^Secret .* failed .*has served; "alga-appliance bootstrap" deletes it$/),
    expect.stringMatching(/^Tenant apps +ready$/),
  ]);
  expect((await run(bootstrap(appliance))).said).toContain(`deleted ${secret}\n`);
  expect(await run(['status'])).toMatchObject({ exitCode: 0 });
});

test('a bootstrap that refuses the tenant ends the set-up', async () => {
  await using appliance = await startAppliance({
    hasTenant: true,
    troubles: { db: { type: 'Ready', message: 'waiting for the Job' } },
  });
  appliance.bootstrap.failure = (hasSecret) =>
    hasSecret ? { exitCode: 16, message: 'no table clients' } : undefined;
  const args = bootstrap(appliance, '--tenant-file', fileOf(appliance));
  const { exitCode, said } = await appliance.run(args);
  expect(said).toContain('error Job apps/db-bootstrap: exit code 16: no table clients; ');
  expect(exitCode).toBe(1);
  expect(appliance.server.objects.has(secret)).toBe(false);
});

test('a database that has another tenant keeps it', async () => {
  await using appliance = await start();
  appliance.bootstrap.administrator = 'grace@example.com';
  const args = bootstrap(appliance, '--tenant-file', fileOf(appliance));
  const { exitCode, said } = await appliance.run(args);
  expect(said).toContain('there was a tenant already, so the one that was given is not created\n');
  expect(exitCode).toBe(0);
  expect(appliance.server.objects.has(secret)).toBe(false);
});

test('the licence of a file is written beside the tenant', async () => {
  await using appliance = await start();
  const file = join(appliance.folder, 'license.yaml');
  writeFileSync(file, 'edition: ee\ntoken: signed\n', { mode: 0o600 });
  const given = ['--tenant-file', fileOf(appliance), '--license-file', file];
  expect((await appliance.run(bootstrap(appliance, ...given))).exitCode).toBe(0);
  expect(appliance.server.objects.get('Secret apps/appliance-license-seed')?.data).toEqual({
    EDITION_CHOICE: btoa('ee'),
    LICENSE_TOKEN: btoa('signed'),
  });
});
