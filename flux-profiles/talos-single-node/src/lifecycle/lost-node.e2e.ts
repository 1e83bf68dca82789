import { pbkdf2Sync } from 'node:crypto';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contents, keyPair, own } from '@helm-charts/chart-sebastian/testing/backups';
import type { Cluster } from '@helm-charts/testing/cluster';
import { connect, makeFolder, removeFolder, startS3 } from '@helm-charts/testing/servers';
import { expect, type TestContext, test } from 'vitest';
import { beginInstallation } from '../testing/installed.ts';
import {
  login,
  type Machine,
  password,
  secretOf,
  startMachine,
  unready,
  writeTenant,
} from '../testing/machine.ts';
import type { Site } from '../testing/site.ts';
import { patient } from '../testing/status.ts';

const backupsClaim = 'alga-core-sebastian-backups';
const filesClaim = 'alga-core-sebastian-storage';
const tokensClaim = 'alga-core-sebastian-tenant-secrets';
const secretNames = [
  'alga-core-sebastian-secrets',
  'alga-psa-shared',
  'db-credentials',
  'redis-credentials',
];

test('a copied backup and the export of the credentials bring a lost machine back on a new one', async (context) => {
  const kept = await keep(context);
  const before = await lose(context, kept, async ({ kubelet, name }) => {
    const backups = await kubelet.disk.claim(backupsClaim);
    await cp(join(backups, name), join(kept.folder, name), { recursive: true });
  });
  await using machine = await startMachine(context);
  const { site, kubelet } = machine;
  const restore = ['restore', '--from', kept.file, ...kept.passphrase, '--backup', before.name];
  expect(await site.appliance(...restore)).toMatchObject({ exitCode: 0, findings: [] });
  const installing = installed(site);
  await expect
    .poll(async () => runningInit(await site.cluster.list('pods', 'msp')), patient)
    .toContain('restore-postgres');
  await kubelet.disk.copy(join(kept.folder, before.name), backupsClaim);
  expect(await installing).toMatchObject({ exitCode: 0, findings: [] });
  await expectBack(machine, before);
});

test('an encrypted backup in a bucket brings a lost machine back, and a machine that runs to where it was', async (context) => {
  const kept = await keep(context);
  await using s3 = await startS3();
  const { folder } = kept;
  const pair = await keyPair(folder, 'backup');
  const backup = {
    certificate: pair.certificate,
    target: { type: 's3', s3: { endpoint: s3.endpoint, bucket: s3.bucket, region: s3.region } },
  };
  await writeFile(join(folder, 'alga-core.yaml'), JSON.stringify({ backup }));
  const values = ['--values', `alga-core=${join(folder, 'alga-core.yaml')}`];
  const giveKey = ({ cluster }: Site) =>
    cluster.kubectl([
      ...['create', 'secret', 'generic', 'backup-s3', '--namespace=msp'],
      `--from-literal=S3_ACCESS_KEY=${s3.accessKey}`,
      `--from-literal=S3_SECRET_KEY=${s3.secretKey}`,
    ]);
  const before = await lose(context, kept, async () => {}, { options: values, giveKey });
  expect(s3.store.objects.get(`backups/${before.name}/files.tar`)?.subarray(0, 8)).toEqual(
    Buffer.from('Salted__'),
  );

  await using machine = await startMachine(context);
  const { site, kubelet } = machine;
  const { appliance, cluster } = site;
  const request = ['--backup', before.name, '--key', join(folder, 'backup.key')];
  const restore = ['restore', '--from', kept.file, ...kept.passphrase, ...request];
  expect(await appliance(...restore)).toMatchObject({ exitCode: 0, findings: [] });
  await giveKey(site);
  expect(await installed(site, values)).toMatchObject({ exitCode: 0, findings: [] });
  await expectBack(machine, before);

  {
    await using server = await connect(await login(kubelet, cluster, 'server'));
    await server.query("DELETE FROM notes WHERE text <> 'hello'");
  }
  const files = await kubelet.disk.claim(filesClaim);
  await rm(join(files, 'offer.pdf'));
  const absent = ['restore', '--backup', '2020-01-01T000000Z', '--replace', '--timeout', '5m'];
  const refused = await appliance(...absent);
  expect([refused.exitCode, refused.findings[0]?.message]).toEqual([
    1,
    expect.stringMatching(/there is no complete backup 2020.* it has .*; nothing was changed$/),
  ]);
  const back = ['restore', ...request, '--replace', '--timeout', '10m'];
  expect(await appliance(...back)).toMatchObject({ exitCode: 0, findings: [] });
  await expectBack(machine, before);
});

/** What is kept elsewhere than on the machine. */
const keep = async (context: TestContext) => {
  const folder = await makeFolder('kept');
  context.onTestFinished(() => removeFolder(folder));
  const passphrase = join(folder, 'passphrase');
  await writeFile(passphrase, 'four words and a number\n', { mode: 0o600 });
  return {
    folder,
    file: join(folder, 'credentials.age'),
    passphrase: ['--passphrase-file', passphrase],
  };
};

interface Setup {
  readonly options: readonly string[];
  readonly giveKey: (site: Site) => Promise<unknown>;
}

/** Sets a machine up that people work with, makes a backup and an export, and loses the machine. Returns what it had. */
const lose = async (
  context: TestContext,
  kept: Awaited<ReturnType<typeof keep>>,
  copy: (machine: Machine & { readonly name: string }) => Promise<void>,
  { options, giveKey }: Setup = { options: [], giveKey: async () => {} },
) => {
  await using machine = await startMachine(context);
  const { site, kubelet } = machine;
  const { appliance, cluster } = site;
  const tenant = ['--tenant-file', await writeTenant(site)];
  expect(await installed(site, [...tenant, ...options])).toMatchObject({
    exitCode: 0,
    findings: [],
  });
  await giveKey(site);
  expect(await unready(site)).toEqual([]);
  {
    await using server = await connect(await login(kubelet, cluster, 'server'));
    await server.query("INSERT INTO notes (text) VALUES ('written by a person')");
  }
  const files = await kubelet.disk.claim(filesClaim);
  const tokens = await kubelet.disk.claim(tokensClaim);
  await writeFile(join(files, 'offer.pdf'), 'a file of a person');
  await mkdir(join(tokens, 'store'));
  await writeFile(join(tokens, 'store/token'), 'a secret of a tenant', { mode: 0o600 });
  for (const folder of [files, tokens]) own(folder);
  const saved = await appliance('secrets', 'export', '--output', kept.file, ...kept.passphrase);
  expect(saved).toMatchObject({ exitCode: 0 });
  expect(await appliance('backup', '--timeout', '5m')).toMatchObject({ exitCode: 0, findings: [] });
  const [, name = ''] = /backup: complete: (\S+)/.exec(kubelet.log().join('\n')) ?? [];
  await copy({ ...machine, name });
  return {
    name,
    secrets: await secretsOf(cluster),
    contents: await contents(await login(kubelet, cluster)),
  };
};

/** Ends a restore: everything is as it was, and ready. */
const expectBack = async (
  { site, kubelet }: Machine,
  before: Awaited<ReturnType<typeof lose>>,
): Promise<void> => {
  const { appliance, cluster } = site;
  const resumed = await appliance('restore', '--resume', '--timeout', '10m');
  expect(resumed).toMatchObject({ exitCode: 0, findings: [] });
  expect(await unready(site)).toEqual([]);
  expect(await secretsOf(cluster)).toEqual(before.secrets);
  expect(await contents(await login(kubelet, cluster))).toBe(before.contents);
  await using server = await connect(await login(kubelet, cluster, 'server'));
  expect(await server.query('SELECT text FROM notes ORDER BY id')).toEqual([
    { text: 'hello' },
    { text: 'written by a person' },
  ]);
  const users = await server.query(
    'SELECT email, hashed_password, (SELECT count(*)::int FROM tenants) AS tenants FROM users',
  );
  expect(users).toMatchObject([{ email: 'ada@example.com', tenants: 1 }]);
  const [, session] = before.secrets[0]!;
  expect(verifies(String(users[0]?.hashed_password), session.NEXTAUTH_SECRET!)).toBe(true);
  expect(kubelet.log().join('\n')).toContain('seeds already present, skipping');
  const { disk } = kubelet;
  const read = async (claim: string, file: string) =>
    readFile(join(await disk.claim(claim), file), 'utf8');
  expect(await read(filesClaim, 'offer.pdf')).toBe('a file of a person');
  expect(await read(tokensClaim, 'store/token')).toBe('a secret of a tenant');
};

const installed = async (site: Site, options: readonly string[] = []) =>
  (await beginInstallation(site, { options, timeout: '10m' })).outcome;

const secretsOf = (cluster: Cluster) =>
  Promise.all(secretNames.map(async (name) => [name, await secretOf(cluster, name)] as const));

const runningInit = (pods: readonly { readonly status?: unknown }[]): readonly string[] =>
  pods
    .flatMap(
      ({ status }) =>
        (status as { readonly initContainerStatuses?: readonly InitStatus[] })
          .initContainerStatuses ?? [],
    )
    .filter(({ state }) => state?.running !== undefined)
    .map(({ name }) => name);

interface InitStatus {
  readonly name: string;
  readonly state?: { readonly running?: object };
}

/** Whether the application accepts the password: its rule, with its defaults (packages/core/src/lib/encryption.ts of Nine-Minds/alga-psa). */
const verifies = (stored: string, pepper: string): boolean => {
  const [salt = '', hash] = stored.split(':');
  return pbkdf2Sync(password, pepper + salt, 10_000, 64, 'sha512').toString('hex') === hash;
};
