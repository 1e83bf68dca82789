import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Appliance, startAppliance } from '../testing/appliance.ts';

const bootstrap = ({ folder }: Appliance): readonly string[] => [
  ...['bootstrap', '--url', 'https://git.site/a.git', '--timeout', '10m'],
  ...['--flux-manifest', join(folder, 'flux.yaml')],
];

const wipe = ['wipe', '--yes', '--profile', 'site', '--timeout', '10m'];

const siteValues = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'db-site-values', namespace: 'releases' },
};

const foreign = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'photos', namespace: 'apps' },
};

test('deletes in the order in which nothing is created again, and keeps what is not its own', async () => {
  await using appliance = await startAppliance();
  const { server, run } = appliance;
  await run(bootstrap(appliance));
  for (const object of [siteValues, foreign]) server.put(object);
  const { exitCode, said } = await run(wipe);
  expect(exitCode).toBe(0);
  expect(said).toMatchInlineSnapshot(`
    "This deletes what the profile site has installed, for good:
      the releases db, pool, worker
      their volumes in namespace apps, with the database, all files and the backups
      the credentials db, web
    It keeps Flux, the namespaces, the site's values, the credentials of the repository, and volumes whose StorageClass retains them.
    changed Kustomization flux-system/site (suspended)
    deleted Kustomization flux-system/site
    changed Kustomization flux-system/site-releases (suspended)
    deleted Kustomization flux-system/site-releases
    deleted HelmRelease releases/worker
    deleted HelmRelease releases/pool
    deleted HelmRelease releases/db
    deleted PersistentVolumeClaim apps/db-data
    deleted Secret apps/db
    deleted Secret apps/web
    deleted GitRepository flux-system/repository
    kept Flux, the namespaces, the site's values, the credentials of the repository, and volumes whose StorageClass retains them
    wipe: done, 11 changes made
    "
  `);
  const left = [...server.objects.keys()].filter(
    (id) => !/^(Custom|Deployment|Node|Storage)/.test(id),
  );
  expect(left.toSorted()).toEqual([
    'ConfigMap releases/db-site-values',
    'Namespace apps',
    'Namespace default',
    'Namespace flux-system',
    'Namespace kube-system',
    'Namespace releases',
    'PersistentVolumeClaim apps/photos',
  ]);

  expect((await run(wipe)).said).toContain('wipe: done, nothing to do\n');
  expect((await run(bootstrap(appliance))).exitCode).toBe(0);
});

test('a wipe that is interrupted is gone on with', async () => {
  await using appliance = await startAppliance();
  const { server, run } = appliance;
  await run(bootstrap(appliance));
  const codes: number[] = [];
  do {
    const stop = new AbortController();
    const end = server.onChange(() => stop.abort());
    codes.push((await run(wipe, { signal: stop.signal })).exitCode);
    end();
  } while (codes.at(-1) === 130 && codes.length < 30);
  expect([codes.length > 5, codes.at(-1)]).toEqual([true, 0]);
  expect([...server.objects.keys()].filter((id) => /^(Secret|Helm|Persistent)/.test(id))).toEqual(
    [],
  );
});

test('a release that is suspended is uninstalled, too', async () => {
  await using appliance = await startAppliance();
  const { server, run } = appliance;
  await run(bootstrap(appliance));
  const db = server.objects.get('HelmRelease releases/db')!;
  server.put({ ...db, spec: { ...(db.spec as object), suspend: true } });
  const { said } = await run(wipe);
  expect(said).toContain(
    'changed HelmRelease releases/db (resumed)\ndeleted HelmRelease releases/db\n',
  );
});

test('what is held is named, with who holds it', async () => {
  await using appliance = await startAppliance();
  const { server, run } = appliance;
  await run(bootstrap(appliance));
  const claim = server.objects.get('PersistentVolumeClaim apps/db-data')!;
  const metadata = { ...claim.metadata, finalizers: ['kubernetes.io/pvc-protection'] };
  server.put({ ...claim, metadata });
  const { exitCode, said } = await run([...wipe.slice(0, -1), '3s']);
  expect(said).toContain(
    'error PersistentVolumeClaim apps/db-data: it is being deleted, and its last pod has not removed the finalizers kubernetes.io/pvc-protection. [wipe]\n',
  );
  expect(exitCode).toBe(1);
  // Without its volume gone, its credentials are still needed.
  expect(server.objects.has('Secret apps/db')).toBe(true);
});

test.each([
  ['site', 0, 'wipe: done'],
  [
    'sight',
    2,
    'error wipe: this is not the name of the profile, so nothing was deleted; type site. [wipe]',
  ],
  [
    '',
    2,
    'error wipe: this is not the name of the profile, so nothing was deleted; type site. [wipe]',
  ],
])('at a terminal the name of the profile is asked for: %j', async (typed, code, message) => {
  await using appliance = await startAppliance();
  const { server, run } = appliance;
  await run(bootstrap(appliance));
  const before = server.versions();
  const questions: string[] = [];
  const ask = async (question: string) => {
    questions.push(question);
    return typed;
  };
  const { exitCode, said } = await run(['wipe'], { ask });
  expect(questions).toEqual(['Type the name of the profile, site, to go on: ']);
  expect(said).toContain(message);
  expect(exitCode).toBe(code);
  if (code !== 0) expect(server.versions()).toEqual(before);
});

test('a dry run deletes nothing', async () => {
  await using appliance = await startAppliance();
  const { server, run } = appliance;
  await run(bootstrap(appliance));
  const before = server.versions();
  const { exitCode, said } = await run(['wipe', '--dry-run']);
  expect(said).toContain('would delete PersistentVolumeClaim apps/db-data\n');
  expect(exitCode).toBe(0);
  expect(server.versions()).toEqual(before);
});

test('what is known of a tenant goes with it', async () => {
  await using appliance = await startAppliance({ hasTenant: true });
  const { server, run } = appliance;
  appliance.bootstrap.administrator = 'ada@example.com';
  expect((await run(bootstrap(appliance))).exitCode).toBe(0);
  const metadata = { name: 'appliance-license-seed', namespace: 'apps' };
  server.put({ apiVersion: 'v1', kind: 'Secret', metadata });
  expect(server.objects.has('ConfigMap apps/appliance-tenant')).toBe(true);
  expect((await run(wipe)).exitCode).toBe(0);
  const left = [...server.objects.keys()].filter((id) => / apps\/appliance-/.test(id));
  expect(left).toEqual([]);
});
