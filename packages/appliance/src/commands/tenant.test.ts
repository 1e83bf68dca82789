import { expect, test } from 'vitest';
import { startAppliance } from '../testing/appliance.ts';
import {
  bootstrap,
  fileOf,
  record,
  secret,
  start,
  tenantLines,
  withoutTenant,
} from '../testing/tenant.ts';

test('without a terminal and without a file bootstrap goes on, and the tenant comes later', async () => {
  await using appliance = await start();
  const { server, run } = appliance;
  const { exitCode, said } = await run(bootstrap(appliance));
  expect(exitCode).toBe(0);
  expect(said).toContain('so nobody can log in: create it with "alga-appliance tenant"\n');
  expect(await tenantLines(appliance)).toEqual([
    expect.stringMatching(/^Tenant apps +missing +nobody can log in; .*"alga-appliance tenant"$/),
  ]);
  expect((await run(['status'])).exitCode).toBe(1);

  server.put({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'server', namespace: 'apps' },
    spec: {
      template: {
        spec: { containers: [{ env: [{ name: 'NEXTAUTH_URL', value: 'https://psa.site' }] }] },
      },
    },
  });
  const added = await run(['tenant', '--tenant-file', fileOf(appliance)]);
  expect(added.said.split('\n').slice(1)).toEqual([
    `created ${secret} (5 keys)`,
    'changed Job apps/db-bootstrap (runs again)',
    `created ${record}`,
    `deleted ${secret}`,
    'the tenant is there: its administrator can log in at https://psa.site',
    'tenant: done, 4 changes made',
    '',
  ]);
  expect(appliance.bootstrap.administrator).toBe('ada@example.com');
  expect(await run(['status'])).toMatchObject({ exitCode: 0 });
  const job = server.objects.get('Job apps/db-bootstrap')?.spec;
  expect(job).not.toHaveProperty('selector');
  expect(job).toMatchObject({ template: { metadata: { labels: { component: 'bootstrap' } } } });
  expect(JSON.stringify(job)).not.toContain('first');
});

test('a second tenant is refused, also when the Job is long gone', async () => {
  await using appliance = await start();
  const { server, run } = appliance;
  await run(bootstrap(appliance, '--tenant-file', fileOf(appliance)));
  appliance.bootstrap.expire();
  expect(await tenantLines(appliance)).toEqual([expect.stringMatching(/^Tenant apps +ready$/)]);
  const before = server.versions();
  const { exitCode, said } = await run(['tenant', '--tenant-file', fileOf(appliance)]);
  expect(said).toContain(
    'error Namespace apps: there is a tenant already, and this command creates only the first; log in as its administrator to add users. [tenant]\n',
  );
  expect(exitCode).toBe(2);
  expect(server.versions()).toEqual(before);
});

test('where nothing says whether there is a tenant, status says so, and the command finds out', async () => {
  await using appliance = await withoutTenant();
  const { server, run } = appliance;
  appliance.bootstrap.expire();
  expect(await tenantLines(appliance)).toEqual([
    expect.stringMatching(/^Tenant apps +unknown +no run .*; "alga-appliance tenant" finds out$/),
  ]);
  const added = await run(['tenant', '--tenant-file', fileOf(appliance)]);
  expect(added.said).toContain('changed HelmRelease releases/db (asked to upgrade)\n');
  expect(added.exitCode).toBe(0);
  expect(appliance.bootstrap.runs()).toBe(3);

  server.remove(record);
  appliance.bootstrap.expire();
  const second = await run(['tenant', '--tenant-file', fileOf(appliance)]);
  expect(second.said).toContain('there is a tenant already');
  expect(second.said).not.toContain(secret);
  expect(server.objects.has(record)).toBe(true);
});

test('a run that is interrupted after any of its writes is gone on with, and asks for nothing twice', async () => {
  await using appliance = await withoutTenant();
  const { server, run } = appliance;
  const file = fileOf(appliance);
  const codes: number[] = [];
  do {
    const stop = new AbortController();
    const end = server.onChange(({ type, object: { kind } }) => {
      // With the Secret gone all is done.
      const isLast = kind === 'Secret' && type === 'DELETED';
      if (['Secret', 'ConfigMap', 'Job'].includes(kind) && !isLast) stop.abort();
    });
    // Only the first run has the file.
    const args = codes.length === 0 ? ['tenant', '--tenant-file', file] : ['tenant'];
    codes.push((await run(args, { signal: stop.signal })).exitCode);
    end();
  } while (codes.at(-1) === 130 && codes.length < 20);
  expect(codes.length).toBeGreaterThan(4);
  expect(codes).toEqual([...Array(codes.length - 1).fill(130), 0]);
  expect(appliance.bootstrap.administrator).toBe('ada@example.com');
  expect(server.objects.has(secret)).toBe(false);
  expect(await run(['status'])).toMatchObject({ exitCode: 0 });
});

test('what the bootstrap refuses ends the command with its words, and everything is as before', async () => {
  await using appliance = await withoutTenant();
  const { server, run } = appliance;
  appliance.bootstrap.failure = (hasSecret) =>
    hasSecret
      ? { exitCode: 16, message: 'bootstrap: the table clients\nhas no column x' }
      : undefined;
  const { exitCode, said } = await run(['tenant', '--tenant-file', fileOf(appliance)]);
  expect(said).toContain(
    'error Job apps/db-bootstrap: exit code 16: bootstrap: the table clients has no column x; correct that, then create the tenant with "alga-appliance tenant". [job]\n',
  );
  expect(exitCode).toBe(1);
  expect(server.objects.has(secret)).toBe(false);
  expect(await tenantLines(appliance)).toEqual([expect.stringContaining('missing')]);
});

test('a file takes the place of a Secret that is there, with all of its keys', async () => {
  await using appliance = await withoutTenant();
  const { server, run } = appliance;
  const metadata = { name: 'appliance-initial-tenant', namespace: 'apps' };
  const old = { INITIAL_TENANT_ID: btoa('of another'), INITIAL_ADMIN_EMAIL: btoa('grace') };
  server.put({ apiVersion: 'v1', kind: 'Secret', metadata, data: old });
  const seen: unknown[] = [];
  server.onChange(({ type, object }) => {
    if (object.kind === 'Secret' && type === 'MODIFIED') seen.push(object.data);
  });
  const { exitCode } = await run(['tenant', '--tenant-file', fileOf(appliance)]);
  expect(exitCode).toBe(0);
  expect(seen).toEqual([expect.objectContaining({ INITIAL_ADMIN_EMAIL: btoa('ada@example.com') })]);
  expect(seen[0]).not.toHaveProperty('INITIAL_TENANT_ID');
});

test('a dry run writes nothing', async () => {
  await using appliance = await withoutTenant();
  const before = appliance.server.versions();
  const args = ['tenant', '--tenant-file', fileOf(appliance), '--dry-run'];
  const { exitCode, said } = await appliance.run(args);
  expect(said).toContain(`would create ${secret} (5 keys)\nwould change Job apps/db-bootstrap`);
  expect(exitCode).toBe(0);
  expect(appliance.server.versions()).toEqual(before);
});

test('an appliance that is not set up gets its tenant with bootstrap', async () => {
  await using appliance = await startAppliance({ hasTenant: true, hasFlux: true });
  const { exitCode, said } = await appliance.run(['tenant', '--tenant-file', fileOf(appliance)]);
  expect(said).toContain('the appliance is not set up yet; run "alga-appliance bootstrap"');
  expect(exitCode).toBe(2);
});
