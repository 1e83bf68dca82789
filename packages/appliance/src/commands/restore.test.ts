import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Appliance, startAppliance } from '../testing/appliance.ts';
import { sealed } from '../testing/sealed.ts';
import { open } from '../vault.ts';

const passphrase = 'four words and a number';

const bootstrap = ({ folder }: Appliance): readonly string[] => [
  ...['bootstrap', '--url', 'https://git.site/a.git', '--timeout', '10m'],
  ...['--flux-manifest', join(folder, 'flux.yaml')],
];

const exporting = ({ folder }: Appliance): readonly string[] => [
  ...['secrets', 'export', '--output', join(folder, 'export.age')],
  ...['--passphrase-file', join(folder, 'passphrase')],
];

const restoring = ({ folder }: Appliance): readonly string[] => [
  ...['restore', '--from', join(folder, 'export.age'), '--timeout', '10m'],
  ...['--passphrase-file', join(folder, 'passphrase')],
];

/** Credentials that were there before the program came. */
const credentials = {
  db: { PASSWORD_ADMIN: btoa('admin'), PASSWORD_APP: btoa('app') },
  web: { TOKEN: btoa('token') },
};

/** An appliance that runs, with an export of its credentials. */
const exported = async (): Promise<Appliance> => {
  const appliance = await startAppliance({
    objects: [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'apps' } },
      ...Object.entries(credentials).map(([name, data]) => ({
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name, namespace: 'apps' },
        ...{ data },
      })),
    ],
  });
  const { folder, run } = appliance;
  writeFileSync(join(folder, 'passphrase'), `${passphrase}\n`, { mode: 0o600 });
  writeFileSync(join(folder, 'export.age'), await exportOf(credentials));
  const { exitCode, said } = await run(bootstrap(appliance));
  expect([exitCode, said]).toEqual([0, expect.anything()]);
  return appliance;
};

const exportOf = (secrets: object): Promise<string> =>
  sealed(JSON.stringify({ profile: 'site', secrets }), passphrase);

const secrets = ({ server }: Appliance): unknown =>
  ['db', 'web'].map((name) => server.objects.get(`Secret apps/${name}`)?.data);

test('an export is encrypted, whole, and for its owner alone', async () => {
  await using appliance = await exported();
  const path = join(appliance.folder, 'export.age');
  rmSync(path);
  const { exitCode, said } = await appliance.run(exporting(appliance));
  expect([exitCode, said]).toEqual([0, expect.stringContaining('wrote db, web to ')]);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect((await open(readFileSync(path), passphrase, path)).value).toEqual({
    profile: 'site',
    secrets: credentials,
  });
});

test('credentials that were lost come back as they were, and everything runs again', async () => {
  await using appliance = await exported();
  const { server, run } = appliance;
  const before = secrets(appliance);
  for (const name of ['db', 'web']) server.remove(`Secret apps/${name}`);
  const refused = await run(bootstrap(appliance));
  expect([refused.exitCode, refused.said]).toEqual([
    3,
    expect.stringContaining('put it back with "alga-appliance restore --from FILE"'),
  ]);

  const { exitCode, said } = await run(restoring(appliance));
  expect(exitCode).toBe(0);
  expect(said.split('\n').slice(1)).toEqual([
    'changed HelmRelease releases/db (suspended)',
    'changed HelmRelease releases/pool (suspended)',
    'changed HelmRelease releases/worker (suspended)',
    'kept Namespace releases',
    'kept Namespace apps',
    'created Secret apps/db (2 keys)',
    'created Secret apps/web (1 key)',
    'changed HelmRelease releases/db (resumed)',
    'changed HelmRelease releases/pool (resumed)',
    'changed HelmRelease releases/worker (resumed)',
    expect.stringMatching(/^restore: done, 8 changes made$/),
    '',
  ]);
  expect(secrets(appliance)).toEqual(before);
  const versions = server.versions();
  expect((await run(bootstrap(appliance))).exitCode).toBe(0);
  expect(server.versions()).toEqual(versions);
});

test('keys that only the cluster has stay as they are', async () => {
  await using appliance = await exported();
  const { server, run } = appliance;
  const secret = server.objects.get('Secret apps/web')!;
  server.put({ ...secret, data: { ...credentials.web, NEWER: 'bmV3ZXI=' } });
  const { exitCode, said } = await run(restoring(appliance));
  expect([exitCode, said]).toEqual([0, expect.stringContaining('kept Secret apps/web\n')]);
  expect(server.objects.get('Secret apps/web')?.data).toEqual({
    ...credentials.web,
    NEWER: 'bmV3ZXI=',
  });
});

/** A workload of a release, with the claims of its pods. */
const workload = (kind: string, name: string, claims: readonly string[] = []) => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: {
    name,
    namespace: 'apps',
    annotations: { 'meta.helm.sh/release-name': 'db' },
  },
  spec: {
    replicas: 2,
    template: {
      spec: { volumes: claims.map((claimName) => ({ persistentVolumeClaim: { claimName } })) },
    },
  },
});

test('while releases are held, only the pods of the database run, and Helm creates the Jobs again', async () => {
  await using appliance = await exported();
  const { server, run } = appliance;
  server.put(workload('StatefulSet', 'db', ['db-data']));
  server.put(workload('StatefulSet', 'cache', ['cache-data']));
  server.put(workload('Deployment', 'web'));
  server.put({
    ...workload('Deployment', 'other'),
    metadata: { name: 'other', namespace: 'apps' },
  });
  server.put({ ...workload('Job', 'migrate'), apiVersion: 'batch/v1' });
  const pods = () =>
    [
      'StatefulSet apps/db',
      'StatefulSet apps/cache',
      'Deployment apps/web',
      'Deployment apps/other',
    ].map((id) => Object(server.objects.get(id)?.spec).replicas);
  const held = await run([...restoring(appliance), '--keep-suspended']);
  expect([held.exitCode, pods(), server.objects.has('Job apps/migrate')]).toEqual([
    0,
    [2, 0, 0, 2],
    false,
  ]);
  // A second time it must not take the 0 for what was there before.
  await run([...restoring(appliance), '--keep-suspended']);
  expect((await run(['restore', '--resume'])).exitCode).toBe(0);
  expect(pods()).toEqual([2, 2, 2, 2]);
  const { annotations = {} } = server.objects.get('HelmRelease releases/db')!.metadata;
  expect(annotations['reconcile.fluxcd.io/forceAt']).toBe(
    annotations['reconcile.fluxcd.io/requestedAt'],
  );
  expect(annotations['reconcile.fluxcd.io/forceAt']).toBeDefined();
  expect(server.objects.get('Deployment apps/web')?.metadata.annotations).toEqual({
    'meta.helm.sh/release-name': 'db',
  });
});

test('releases stay suspended for data to be put back, until they are resumed', async () => {
  await using appliance = await exported();
  const { server, run } = appliance;
  server.remove('Secret apps/db');
  await run([...restoring(appliance), '--keep-suspended']);
  expect(server.objects.get('HelmRelease releases/db')?.spec).toMatchObject({ suspend: true });
  expect((await run(['restore', '--resume'])).exitCode).toBe(0);
  expect(server.objects.get('HelmRelease releases/db')?.spec).toMatchObject({ suspend: false });
});

test('a machine that is set up again gets its old credentials before anything else', async () => {
  await using old = await exported();
  await using appliance = await startAppliance();
  const { server, run, folder } = appliance;
  const { exitCode } = await run(restoring(old));
  expect(exitCode).toBe(0);
  expect(secrets(appliance)).toEqual(secrets(old));
  expect((await run(bootstrap({ ...appliance, folder }))).exitCode).toBe(0);
  expect(secrets(appliance)).toEqual(secrets(old));
  expect(server.objects.has('HelmRelease releases/worker')).toBe(true);
});

test('a data directory is refused without its credentials', async () => {
  await using appliance = await startAppliance();
  const { server, run, folder } = appliance;
  writeFileSync(join(folder, 'passphrase'), passphrase, { mode: 0o600 });
  // An export of the time when the profile had no database: it has no Secret of it.
  writeFileSync(join(folder, 'export.age'), await exportOf({ web: { TOKEN: 'YQ==' } }));
  server.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'apps' } });
  server.put({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'db-data', namespace: 'apps' },
  });
  const before = server.versions();
  const { exitCode, said } = await run(restoring(appliance));
  expect(said).toContain(
    "error Secret apps/db: it is missing, and the data in PersistentVolumeClaim apps/db-data can't be opened without it",
  );
  expect(exitCode).toBe(3);
  expect(server.versions()).toEqual(before);
});

test('a key that has another value is never replaced, and only that key is to be removed', async () => {
  await using appliance = await exported();
  const { server, run } = appliance;
  const secret = server.objects.get('Secret apps/web')!;
  server.put({ ...secret, data: { TOKEN: 'YW5vdGhlcg==', NEWER: 'bmV3ZXI=' } });
  const before = server.versions();
  const { exitCode, said } = await run(restoring(appliance));
  expect(said).toContain(
    'error Secret apps/web: its values of TOKEN are not those of the export, and the data may need them; save those with "alga-appliance secrets export"; if the export is right, remove only these keys with kubectl patch secret web --namespace apps --type json --patch \'[{"op":"remove","path":"/data/TOKEN"}]\', then run the same command again. [conflict]\n',
  );
  expect(exitCode).toBe(4);
  expect(server.versions()).toEqual(before);

  server.put({ ...secret, data: { NEWER: 'bmV3ZXI=' } });
  expect((await run(restoring(appliance))).said).toContain('changed Secret apps/web (added TOKEN)');
  expect(secrets(appliance)).toEqual([credentials.db, { ...credentials.web, NEWER: 'bmV3ZXI=' }]);
});

test('an export replaces no file, and is not made of half the credentials', async () => {
  await using appliance = await exported();
  const again = await appliance.run(exporting(appliance));
  expect([again.exitCode, again.said]).toEqual([2, expect.stringContaining('this file exists')]);
  appliance.server.remove('Secret apps/web');
  const half = await appliance.run([
    ...exporting(appliance),
    ...['--output', join(appliance.folder, 'other.age')],
  ]);
  expect([half.exitCode, half.said]).toEqual([
    1,
    expect.stringContaining('error Secret apps/web: '),
  ]);
});

const opened = async (appliance: Appliance, change: (folder: string) => void) => {
  change(appliance.folder);
  const { exitCode, said } = await appliance.run(restoring(appliance));
  expect(exitCode).toBe(2);
  return said.replaceAll(appliance.folder, 'FOLDER');
};

test('an export that can not be opened is refused, and nothing has happened', async () => {
  await using appliance = await exported();
  const { server, folder } = appliance;
  const before = server.versions();
  const write = (name: string, text: string) => () => writeFileSync(join(folder, name), text);
  expect(await opened(appliance, write('passphrase', 'four words and another number'))).toContain(
    'error FOLDER/export.age: the passphrase is wrong, or the file was changed',
  );
  write('passphrase', passphrase)();
  expect(await opened(appliance, write('export.age', '{}'))).toContain(
    'error FOLDER/export.age: this is no export',
  );
  const cutOff = (await exportOf(credentials)).slice(0, 200);
  expect(await opened(appliance, write('export.age', cutOff))).toContain(
    'error FOLDER/export.age: the export is damaged: its text is cut off or was changed; try another copy. [export]',
  );
  expect(server.versions()).toEqual(before);
});

test('at a terminal the passphrase is asked for, a new one twice', async () => {
  await using appliance = await startAppliance();
  await appliance.run(bootstrap(appliance));
  const output = join(appliance.folder, 'export.age');
  const asked: unknown[] = [];
  const answers = [passphrase, 'something else', passphrase, passphrase];
  const ask = async (question: string, isHidden?: boolean) => {
    asked.push([question, isHidden]);
    return answers.shift() ?? '';
  };
  const args = ['secrets', 'export', '--output', output];
  const mistaken = await appliance.run(args, { ask });
  expect([mistaken.exitCode, mistaken.said]).toEqual([
    2,
    expect.stringContaining('you typed two different ones'),
  ]);
  expect((await appliance.run(args, { ask })).exitCode).toBe(0);
  expect(asked.slice(0, 2)).toEqual([
    ['Passphrase of the export: ', true],
    ['The same again: ', true],
  ]);
  const nobody = await appliance.run([...args.slice(0, 3), `${output}.2`]);
  expect([nobody.exitCode, nobody.said]).toEqual([
    2,
    expect.stringContaining('there is no terminal to ask at; give --passphrase-file'),
  ]);
});
