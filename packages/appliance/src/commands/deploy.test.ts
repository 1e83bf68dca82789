import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Appliance, startAppliance } from '../testing/appliance.ts';

const running = async (appliance: Appliance): Promise<void> => {
  const { run, folder } = appliance;
  const flux = ['--flux-manifest', join(folder, 'flux.yaml')];
  const { exitCode } = await run(['bootstrap', '--url', 'https://git.site/fork.git', ...flux]);
  expect(exitCode).toBe(0);
};

const requested = ({ server }: Appliance): readonly string[] =>
  [...server.objects]
    .filter(([, { metadata }]) => metadata.annotations?.['reconcile.fluxcd.io/requestedAt'])
    .map(([id]) => id);

test('is content with what somebody else has asked for since', async () => {
  await using appliance = await startAppliance();
  await running(appliance);
  const { server, flux, run } = appliance;
  flux.stop();
  const request = 'reconcile.fluxcd.io/requestedAt';
  server.onChange(({ object }) => {
    const { metadata, status } = object;
    if ([undefined, 'later'].includes(metadata.annotations?.[request])) return;
    const annotations = { ...metadata.annotations, [request]: 'later' };
    server.put({
      ...object,
      metadata: { ...metadata, annotations },
      status: { ...(status as object), lastHandledReconcileAt: 'later' },
    });
  });
  expect(await run(['deploy', '--timeout', '10m'])).toMatchObject({ exitCode: 0 });
  expect(requested(appliance)).toHaveLength(6);
});

test('points the source elsewhere and asks layer by layer', async () => {
  await using appliance = await startAppliance();
  await running(appliance);
  const { server, run } = appliance;
  const { exitCode, said } = await run(['deploy', '--tag', 'v2']);
  expect(exitCode).toBe(0);
  expect(said.split('\n').slice(1)).toEqual([
    'changed GitRepository flux-system/repository (ref)',
    'changed GitRepository flux-system/repository (asked to reconcile)',
    'changed Kustomization flux-system/site (asked to reconcile)',
    'changed Kustomization flux-system/site-releases (asked to reconcile)',
    'changed HelmRelease releases/db (asked to reconcile)',
    'changed HelmRelease releases/pool (asked to reconcile)',
    'changed HelmRelease releases/worker (asked to reconcile)',
    'deploy: done, 7 changes made',
    '',
  ]);
  // The branch that was there before would win over a tag.
  expect(server.objects.get('GitRepository flux-system/repository')?.spec).toMatchObject({
    url: 'https://git.site/fork.git',
    ref: { tag: 'v2' },
  });
  expect(server.objects.get('GitRepository flux-system/repository')?.spec).not.toHaveProperty(
    'ref.branch',
  );
  expect(requested(appliance)).toHaveLength(6);
});

test('writes the values of the site, and nothing where they are the same', async () => {
  await using appliance = await startAppliance();
  await running(appliance);
  const { server, run, folder } = appliance;
  writeFileSync(join(folder, 'db.yaml'), 'size: 3\n');
  const deploy = ['deploy', '--values', `db=${join(folder, 'db.yaml')}`];
  expect((await run(deploy)).said).toContain('created ConfigMap releases/db-site-values\n');
  expect(server.objects.get('ConfigMap releases/db-site-values')).toMatchObject({
    metadata: { labels: { 'reconcile.fluxcd.io/watch': 'Enabled' } },
    data: { 'values.yaml': 'size: 3\n' },
  });
  expect((await run(deploy)).said).toContain('kept ConfigMap releases/db-site-values\n');
});

test('values that the chart refuses stop it before anything is changed', async () => {
  await using appliance = await startAppliance();
  await running(appliance);
  const { server, run, folder } = appliance;
  const [db, pool] = [join(folder, 'db.yaml'), join(folder, 'pool.yaml')];
  writeFileSync(db, 'volume: {}\nsize: big\nsise: 3\n');
  writeFileSync(pool, 'anything: 1\n');
  const before = server.versions();
  const { exitCode, said } = await run([
    'deploy',
    '--values',
    `db=${db}`,
    '--values',
    `pool=${pool}`,
  ]);
  expect(exitCode).toBe(2);
  expect(said).toContain('db.yaml:2:1: size: "big" does not fit: the chart needs an integer');
  expect(said).toContain('db.yaml:3:1: sise: the chart has no such value; did you mean size?');
  expect(server.versions()).toEqual(before);
});

test('a renamed value is said and deployed', async () => {
  await using appliance = await startAppliance();
  await running(appliance);
  const file = join(appliance.folder, 'db.yaml');
  writeFileSync(file, 'bytes: 3\n');
  const { exitCode, said } = await appliance.run(['deploy', '--values', `db=${file}`]);
  expect(exitCode).toBe(0);
  expect(said).toMatch(/^warning .*db.yaml:1:1: bytes: this value was renamed to size/m);
});

test('waits for the answer to its own request, not for an older one', async () => {
  await using appliance = await startAppliance();
  await running(appliance);
  // What Flux said last was Ready.
  appliance.flux.stop();
  const { exitCode, said } = await appliance.run(['deploy', '--timeout', '3s']);
  expect(said).toContain(
    'error GitRepository flux-system/repository: progressing: its controller has not reconciled it yet. [source]',
  );
  expect(exitCode).toBe(1);
});

test('a release that somebody has suspended is said at once', async () => {
  await using appliance = await startAppliance();
  await running(appliance);
  const { server, run } = appliance;
  const db = server.objects.get('HelmRelease releases/db')!;
  server.put({ ...db, spec: { ...(db.spec as object), suspend: true } });
  const { exitCode, said } = await run(['deploy']);
  expect(said).toContain(
    'error HelmRelease releases/db: it is suspended, so Flux does not reconcile it; resume releases with "alga-appliance restore --resume", anything else with "flux resume". [release]\n',
  );
  expect(exitCode).toBe(1);
});

test('a dry run asks for nothing', async () => {
  await using appliance = await startAppliance();
  await running(appliance);
  const before = appliance.server.versions();
  const { exitCode, said } = await appliance.run(['deploy', '--branch', 'next', '--dry-run']);
  expect(said).toContain('would change GitRepository flux-system/repository (ref)\n');
  expect(exitCode).toBe(0);
  expect(appliance.server.versions()).toEqual(before);
});

test('new images come to one release after the other, dependencies first', async () => {
  await using appliance = await startAppliance();
  await running(appliance);
  const { server, run, folder } = appliance;
  const file = join(folder, 'images.yaml');
  writeFileSync(file, 'web: { tag: "1.3" }\n');
  const { exitCode, said } = await run(['deploy', '--images', file]);
  expect([exitCode, said]).toEqual([0, said]);
  expect(said.split('\n').filter((line) => /HelmRelease|ConfigMap/.test(line))).toEqual([
    'changed HelmRelease releases/db (asked to reconcile)',
    'created ConfigMap releases/pool-site-images',
    'changed HelmRelease releases/pool (asked to reconcile)',
    'changed HelmRelease releases/worker (asked to reconcile)',
  ]);
  expect(server.objects.get('ConfigMap releases/pool-site-images')).toMatchObject({
    data: { 'values.yaml': 'image:\n  repository: example/pool\n  tag: "1.3"\n' },
  });
});

test('images that are wrong stop it before anything is changed', async () => {
  await using appliance = await startAppliance();
  await running(appliance);
  const { run, folder } = appliance;
  const file = join(folder, 'images.yaml');
  writeFileSync(file, 'web: { tag: not-chosen }\n');
  const { exitCode, said } = await run(['deploy', '--images', file]);
  expect(exitCode).toBe(2);
  expect(said).toContain('the profile has no tag for the image web');
});

test('a Job that waits after a failure, or has given up, starts at once', async () => {
  await using appliance = await startAppliance({ hasTenant: true });
  const { server, run } = appliance;
  appliance.bootstrap.failure = () => ({ exitCode: 11, message: 'looking\nPostgres refuses it' });
  await running(appliance);
  const statusOf = async (): Promise<string | undefined> =>
    /^Job apps\/db-bootstrap +(.*)$/m.exec((await run(['status'])).output)?.[1];
  expect(await statusOf()).toBe(
    'failed       exit code 11: Postgres refuses it; it is tried again within 10 minutes, and at once with "alga-appliance deploy"',
  );
  const job = server.objects.get('Job apps/db-bootstrap')!;
  // Another program's Job, and one that is at work, are left alone.
  const metadata = { name: 'backup', namespace: 'apps' };
  server.put({ ...job, metadata, status: { failed: 3 } });
  const atWork = { ...job.metadata, name: 'db-other' };
  server.put({ ...job, metadata: atWork, status: { failed: 3, active: 1 } });
  const { said } = await run(['deploy']);
  expect(said).toContain('changed Job apps/db-bootstrap (runs again)\n');
  expect(said.match(/runs again/g)).toHaveLength(1);

  server.put({
    ...server.objects.get('Job apps/db-bootstrap')!,
    status: { failed: 9, conditions: [{ type: 'Failed', status: 'True', message: 'deadline' }] },
  });
  expect(await statusOf()).toMatch(/^failed .*; "alga-appliance deploy" runs it again$/);
  appliance.bootstrap.failure = undefined;
  expect((await run(['deploy'])).exitCode).toBe(0);
  expect(await statusOf()).toBe('ready        complete');
  const before = appliance.bootstrap.runs();
  expect((await run(['deploy'])).said).not.toContain('runs again');
  expect(appliance.bootstrap.runs()).toBe(before);
});

test('a Job that a failed upgrade has left is deleted', async () => {
  await using appliance = await startAppliance({ hasTenant: true });
  const { server, run } = appliance;
  await running(appliance);
  appliance.flux.stop();
  const job = server.objects.get('Job apps/db-bootstrap')!;
  for (const [name, active] of [
    ['db-left', 0],
    ['db-left-at-work', 1],
    ['db-current', 0],
  ] as const) {
    server.put({ ...job, metadata: { ...job.metadata, name }, status: { failed: 1, active } });
  }
  const release = server.objects.get('HelmRelease releases/db')!;
  const entries = [{ id: 'apps_db-current_batch_Job', v: 'v1' }];
  server.put({ ...release, status: { ...(release.status as object), inventory: { entries } } });
  const { said } = await run(['deploy', '--timeout', '1s']);
  expect(said.split('\n').filter((line) => line.includes('Job'))).toEqual([
    'deleted Job apps/db-left (of an upgrade before)',
    'deleted Job apps/db-left-at-work (of an upgrade before)',
    'changed Job apps/db-current (runs again)',
  ]);
  expect(server.objects.has('Job apps/db-bootstrap')).toBe(true);
});

test('writes down that there is a tenant, before the Job that has found it is gone', async () => {
  await using appliance = await startAppliance({ hasTenant: true });
  await running(appliance);
  appliance.bootstrap.administrator = 'ada@example.com';
  appliance.server.remove('Job apps/db-bootstrap');
  const force = { 'reconcile.fluxcd.io/forceAt': 'now' };
  const release = appliance.server.objects.get('HelmRelease releases/db')!;
  appliance.server.put({ ...release, metadata: { ...release.metadata, annotations: force } });
  expect((await appliance.run(['deploy'])).said).toContain(
    'created ConfigMap apps/appliance-tenant',
  );
  appliance.bootstrap.expire();
  expect((await appliance.run(['status'])).output).toMatch(/^Tenant apps +ready$/m);
});
