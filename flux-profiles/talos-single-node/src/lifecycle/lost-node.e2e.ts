import { pbkdf2Sync } from 'node:crypto';
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contents } from '@helm-charts/chart-sebastian/testing/backups';
import type { Cluster } from '@helm-charts/testing/cluster';
import { connect, makeFolder, orSkip, removeFolder } from '@helm-charts/testing/servers';
import { expect, test } from 'vitest';
import { beginInstallation } from '../testing/installed.ts';
import { realComponents, startKubelet } from '../testing/kubelet.ts';
import { login, password, secretOf, unready, writeTenant } from '../testing/machine.ts';
import { type Site, startSite } from '../testing/site.ts';
import { patient } from '../testing/status.ts';

const secretNames = [
  'alga-core-sebastian-secrets',
  'alga-psa-shared',
  'db-credentials',
  'redis-credentials',
];

test('a backup and the export of the credentials bring a lost machine back on a new one', async (context) => {
  const kept = await makeFolder('kept');
  context.onTestFinished(() => removeFolder(kept));
  const passphrase = join(kept, 'passphrase');
  await writeFile(passphrase, 'four words and a number\n', { mode: 0o600 });
  const file = join(kept, 'credentials.age');
  const exported = ['--passphrase-file', passphrase];

  const machine = async () => {
    const site = await orSkip(context, startSite({ withoutComponents: realComponents }));
    return { site, kubelet: await startKubelet(site.cluster) };
  };
  const before = await (async () => {
    const { site, kubelet } = await machine();
    await using _site = site;
    await using _kubelet = kubelet;
    const { appliance } = site;
    const tenant = await writeTenant(site);
    const options = ['--tenant-file', tenant];
    expect(await installed(site, options)).toMatchObject({ exitCode: 0, findings: [] });
    expect(await unready(site)).toEqual([]);
    {
      await using server = await connect(await login(kubelet, site.cluster, 'server'));
      await server.query("INSERT INTO notes (text) VALUES ('written by a person')");
    }
    const saved = await appliance('secrets', 'export', '--output', file, ...exported);
    expect(saved).toMatchObject({ exitCode: 0 });
    expect(await appliance('backup', '--timeout', '5m')).toMatchObject({ exitCode: 0 });
    const [, name = ''] = /backup: complete: (\S+)/.exec(kubelet.log().join('\n')) ?? [];
    const backups = await kubelet.disk.claim('alga-core-sebastian-backups');
    await cp(join(backups, name), join(kept, name), { recursive: true });
    const postgres = await login(kubelet, site.cluster);
    return {
      name,
      secrets: await secretsOf(site.cluster),
      contents: await contents(postgres),
    };
  })();

  const { site, kubelet } = await machine();
  await using _site = site;
  await using _kubelet = kubelet;
  const { appliance, cluster } = site;
  const restore = ['restore', '--from', file, ...exported, '--backup', before.name];
  expect(await appliance(...restore)).toMatchObject({ exitCode: 0, findings: [] });
  const installing = installed(site);
  await expect
    .poll(async () => runningInit(await cluster.list('pods', 'msp')), patient)
    .toBe('restore-postgres');
  await kubelet.disk.copy(join(kept, before.name), 'alga-core-sebastian-backups');
  expect(await installing).toMatchObject({ exitCode: 0, findings: [] });
  expect(await appliance('restore', '--resume', '--timeout', '10m')).toMatchObject({
    exitCode: 0,
    findings: [],
  });

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
});

const installed = async (site: Site, options: readonly string[] = []) =>
  (await beginInstallation(site, { options, timeout: '10m' })).outcome;

const secretsOf = (cluster: Cluster) =>
  Promise.all(secretNames.map(async (name) => [name, await secretOf(cluster, name)] as const));

const runningInit = (pods: readonly { readonly status?: unknown }[]): string | undefined =>
  pods
    .flatMap(
      ({ status }) =>
        (status as { initContainerStatuses?: readonly InitStatus[] }).initContainerStatuses ?? [],
    )
    .find(({ state }) => state?.running !== undefined)?.name;

interface InitStatus {
  readonly name: string;
  readonly state?: { readonly running?: object };
}

/** Whether the application accepts the password: its rule, with its defaults (packages/core/src/lib/encryption.ts of Nine-Minds/alga-psa). */
const verifies = (stored: string, pepper: string): boolean => {
  const [salt = '', hash] = stored.split(':');
  return pbkdf2Sync(password, pepper + salt, 10_000, 64, 'sha512').toString('hex') === hash;
};
