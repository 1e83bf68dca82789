import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, type TestContext, test } from 'vitest';
import type { Component } from '../../../tools/cluster/components.ts';
import { publish, publishProfile } from '../../../tools/cluster/publish.ts';
import { orSkip } from '../../../tools/servers/missing.ts';
import { profile } from './profile.ts';
import { startChartRepository } from './testing/charts.ts';
import { copyProfile, nextVersion } from './testing/copy.ts';
import { everything, installations, versions } from './testing/observe.ts';
import { type Outcome, type Site, startSite, workspace } from './testing/site.ts';

// Each test goes on where the one before it has ended: a box lives long.
let started: Promise<Site> | undefined;
const siteOf = (context: TestContext): Promise<Site> => {
  started ??= startSite();
  return orSkip(context, started);
};
afterAll(async () => {
  const site = await started?.catch(() => undefined);
  await site?.[Symbol.asyncDispose]();
});

const registryOf = ({ cluster }: Site): string => `oci://${cluster.registry}/alga`;

const bootstrap = (site: Site): Promise<Outcome> =>
  site.appliance(
    ...['bootstrap', '--flux-manifest', join(site.folder, 'flux.yaml'), '--timeout', '4m'],
    ...['--registry', registryOf(site), '--insecure-registry'],
  );

const names = profile.releases.map(({ helmRelease }) => helmRelease.metadata?.name ?? '');

test('an empty cluster without Internet becomes an appliance, in the promised order', async (context) => {
  const site = await siteOf(context);
  const { cluster, folder, appliance } = site;
  const empty = await appliance('status');
  expect(empty.exitCode).toBe(1);
  expect(states(empty, 'release')).toEqual(names.map(() => 'missing'));

  const { registry } = cluster;
  await publish({ workspace, profile, registry, folder: join(folder, 'packages') });
  const [outcome] = await Promise.all([bootstrap(site), startFlux(site)]);
  expect(outcome).toMatchObject({ exitCode: 0, findings: [] });
  await expectOrder(site, 1);
  await expectRuns(site);
});

test('a second bootstrap and three reconciliations change nothing', async (context) => {
  const site = await siteOf(context);
  const before = await versions(site.cluster);
  expect(Object.keys(before).length).toBeGreaterThan(60);
  expect(await bootstrap(site)).toMatchObject({ exitCode: 0, changes: [] });
  for (let time = 0; time < 3; time += 1) {
    expect(await site.appliance('deploy', '--timeout', '2m')).toMatchObject({ exitCode: 0 });
  }
  expect(await versions(site.cluster)).toEqual(before);
});

test('another image rolls its own pods and no others', async (context) => {
  const site = await siteOf(context);
  const before = await templates(site);
  const file = join(site.folder, 'pgbouncer.yaml');
  await writeFile(file, 'image: { tag: "9.9.9" }\n');
  const outcome = await site.appliance(
    'deploy',
    '--values',
    `pgbouncer=${file}`,
    '--timeout',
    '2m',
  );
  expect(outcome).toMatchObject({ exitCode: 0, findings: [] });
  const after = await templates(site);
  expect(changed(before, after)).toEqual(['Deployment msp/pgbouncer']);
  expect(after['Deployment msp/pgbouncer']).toContain(':9.9.9"');
  await expectRuns(site);
});

test('another version of the profile goes from release to release, each after what it needs', async (context) => {
  const site = await siteOf(context);
  const { cluster, folder, appliance } = site;
  const before = await templates(site);
  const next = nextVersion('0.2.0');
  await copyProfile(join(folder, 'next'), (path, text) =>
    path === 'releases/alga-core/values.yaml'
      ? text.replace('\nserver:\n', '\nserver:\n  image:\n    tag: "9.9.9"\n')
      : next(path, text),
  );
  const { registry } = cluster;
  const version = { name: profile.name, version: '0.2.0' };
  await publishProfile({ workspace: join(folder, 'next'), profile: version, registry });
  const outcome = await appliance('deploy', '--tag', '0.2.0', '--timeout', '4m');
  expect(outcome).toMatchObject({ exitCode: 0, findings: [] });
  await expectOrder(site, await revision(site));
  const after = await templates(site);
  const server = 'Deployment msp/alga-core-sebastian';
  expect(changed(before, after)).toEqual([server]);
  expect(after[server]).toContain(':9.9.9"');
  await expectRuns(site);
});

test('what is changed by hand is reported, and stays', async (context) => {
  const { cluster, appliance } = await siteOf(context);
  const scale = (replicas: number) =>
    cluster.kubectl(['scale', `--replicas=${replicas}`, 'deployment/email-service', '-n', 'msp']);
  await scale(2);
  await cluster.reconcile('helmrelease/email-service', 'alga-system');
  const status = await appliance('status');
  expect(status.exitCode).toBe(1);
  expect(status.findings).toEqual([
    expect.objectContaining({
      where: 'HelmRelease alga-system/email-service',
      message: expect.stringContaining('Deployment/msp/email-service changed'),
    }),
  ]);
  expect(await cluster.get('deployment/email-service', 'msp')).toMatchObject({
    spec: { replicas: 2 },
  });
  await scale(1);
  await cluster.reconcile('helmrelease/email-service', 'alga-system');
  expect((await appliance('status')).findings).toEqual([]);
});

test('credentials that are lost come back from their export, and are not made up', async (context) => {
  const { cluster, folder, appliance } = await siteOf(context);
  const secret = async () => (await cluster.get('secret/db-credentials', 'msp')).data;
  const before = await secret();
  await writeFile(join(folder, 'passphrase'), 'four words and a number\n');
  const passphrase = ['--passphrase-file', join(folder, 'passphrase')];
  const file = join(folder, 'credentials.json');
  expect(await appliance('secrets', 'export', '--output', file, ...passphrase)).toMatchObject({
    exitCode: 0,
  });
  await cluster.kubectl(['delete', 'secret/db-credentials', '--namespace=msp']);
  expect(await appliance('bootstrap', '--timeout', '1m')).toMatchObject({
    exitCode: 3,
    findings: [{ rule: 'credentials', where: 'Secret msp/db-credentials' }],
  });
  expect((await appliance('status')).findings).toMatchObject([
    { where: 'Secret msp/db-credentials' },
  ]);
  const restored = await appliance('restore', '--from', file, ...passphrase, '--timeout', '2m');
  expect(restored).toMatchObject({ exitCode: 0, findings: [] });
  expect(await secret()).toEqual(before);
});

test('a release that is pruned and a Kustomization that is deleted leave volumes and namespaces', async (context) => {
  const site = await siteOf(context);
  const { cluster, folder } = site;
  const before = await kept(site);
  expect(before.some((id) => id.startsWith('PersistentVolumeClaim msp/alga-core'))).toBe(true);

  const next = nextVersion('0.2.0');
  await copyProfile(join(folder, 'less'), (path, text) =>
    path === 'releases/kustomization.yaml'
      ? text.replace(/ {2}- "(alga-core|email-service)"\n/g, '')
      : next(path, text),
  );
  const version = { name: profile.name, version: '0.3.0' };
  const { registry } = cluster;
  await publishProfile({ workspace: join(folder, 'less'), profile: version, registry });
  await pointAt(site, '0.3.0');
  await cluster.reconcile('ocirepository/alga-appliance', 'flux-system');
  await cluster.reconcile('kustomization/alga-releases', 'flux-system');
  await expect.poll(() => releases(site), { timeout: 60_000 }).not.toContain('email-service');
  expect(await releases(site)).toContain('alga-core');

  await cluster.kubectl(['delete', 'helmrelease/alga-core', '-n', 'alga-system', '--timeout=60s']);
  expect(await kept(site)).toEqual(before);
  const left = await releases(site);
  // It still waits for the other, and could not go while it does.
  await cluster.ready('kustomization/alga-appliance', 'flux-system');
  await cluster.kubectl(['delete', 'kustomization', '--all', '-n', 'flux-system', '--timeout=60s']);
  expect(await kept(site)).toEqual(before);
  expect(await releases(site)).toEqual(left);

  const status = await site.appliance('status');
  expect(status.exitCode).toBe(1);
  expect(states(status, 'kustomization')).toEqual(['missing', 'missing']);
  // The source is the site's own and has stayed.
  await pointAt(site, profile.version);
  expect(await bootstrap(site)).toMatchObject({ exitCode: 0, findings: [] });
  expect(await kept(site)).toEqual(before);
  await expectRuns(site);
});

test('a wiped box is installed again, from Git, while every process crashes', async (context) => {
  const site = await siteOf(context);
  const { cluster, folder, appliance } = site;
  const before = await kept(site);
  const wiped = await appliance('wipe', '--yes', '--profile', profile.name, '--timeout', '2m');
  expect(wiped).toMatchObject({ exitCode: 0, findings: [] });
  expect(await releases(site)).toEqual([]);
  const left = await kept(site);
  expect(left.filter((id) => /^(Secret|PersistentVolumeClaim) msp\//.test(id))).toEqual([]);
  expect(left.filter((id) => id.startsWith('Namespace '))).toEqual(
    before.filter((id) => id.startsWith('Namespace ')),
  );

  await mkdir(join(folder, 'temporal'));
  await using temporal = await startChartRepository(join(folder, 'temporal'));
  const repository = await cluster.git.repository('appliance');
  await copyProfile(repository.directory, (path, text) =>
    path === 'sources/repositories.yaml'
      ? text.replace(/url: ".*"/, `url: "${temporal.url}"`)
      : text,
  );
  await repository.commit();
  const installed = appliance('bootstrap', '--url', repository.url, '--timeout', '5m');
  await expect
    .poll(
      () =>
        cluster
          .list('secrets', 'alga-system')
          .then((all) => all.map(({ metadata }) => metadata.name)),
      { timeout: 120_000 },
    )
    .toContain('sh.helm.release.v1.alga-core.v1');
  for (const component of crashing) await cluster.kill(component);
  const away = await appliance('status');
  expect(away).toMatchObject({ exitCode: 3, findings: [{ rule: 'reachability' }] });
  for (const component of crashing.toReversed()) await cluster.restart(component);
  expect(await installed).toMatchObject({ exitCode: 0, findings: [] });
  await expectRuns(site);
});

/** Whoever needs another is killed before it. */
const crashing = [
  'helm-controller',
  'kustomize-controller',
  'source-controller',
  'kwok',
  'kube-scheduler',
  'kube-controller-manager',
  'kube-apiserver',
  'etcd',
] as const satisfies readonly Component[];

/** The processes of Flux start when its manifest has been applied, of which the Deployments come last. */
const startFlux = async ({ cluster }: Site): Promise<void> => {
  await expect
    .poll(() => cluster.list('deployments', 'flux-system'), { timeout: 60_000 })
    .toHaveLength(3);
  await cluster.startFlux({ definitions: false });
};

/** Each release began only when those it needs were ready. */
const expectOrder = async (
  { cluster }: Site,
  revisions: number | Readonly<Record<string, number>>,
): Promise<void> => {
  const times = await installations(cluster, revisions);
  expect(Object.keys(times)).toEqual(names.toSorted());
  for (const { helmRelease } of profile.releases) {
    const name = helmRelease.metadata?.name ?? '';
    for (const dependency of helmRelease.spec?.dependsOn ?? []) {
      expect(times[name]?.begun, `${name} after ${dependency.name}`).toBeGreaterThanOrEqual(
        times[dependency.name]?.ready ?? Number.NaN,
      );
    }
  }
};

/** Admission has let everything in, everything runs, and the program says so. */
const expectRuns = async ({ cluster, appliance }: Site): Promise<void> => {
  const all = Object.values(await everything(cluster));
  const restricted = { 'pod-security.kubernetes.io/enforce': 'restricted' };
  for (const name of ['alga-system', 'msp']) {
    expect(await cluster.get(`namespace/${name}`)).toMatchObject({
      metadata: { labels: restricted },
    });
  }
  const events = await cluster.list('events', 'msp');
  expect(events.filter(({ reason }) => reason === 'FailedCreate')).toEqual([]);
  const deployments = all.filter(({ kind }) => kind === 'Deployment');
  expect(deployments.length).toBeGreaterThanOrEqual(9);
  for (const { metadata, status } of deployments) {
    const available = status?.conditions?.find(({ type }) => type === 'Available');
    expect(available?.status, metadata.name).toBe('True');
  }
  const status = await appliance('status');
  expect(status).toMatchObject({ exitCode: 0, findings: [] });
  expect(status.status.filter(({ layer }) => layer === 'release')).toHaveLength(6);
};

/** Has the site's source give another version, as somebody in trouble does. */
const pointAt = async ({ cluster }: Site, tag: string): Promise<void> => {
  const source = ['ocirepository/alga-appliance', '--namespace=flux-system'];
  const patch = JSON.stringify({ spec: { ref: { tag } } });
  await cluster.kubectl(['patch', ...source, '--type=merge', `--patch=${patch}`]);
};

const states = ({ status }: Outcome, layer: string): readonly string[] =>
  status.filter((item) => item.layer === layer).map(({ state }) => state);

const releases = async ({ cluster }: Site): Promise<readonly string[]> =>
  (await cluster.list('helmreleases')).map(({ metadata }) => metadata.name);

/** What nobody can make again: by name and identity. */
const kept = async ({ cluster }: Site): Promise<readonly string[]> =>
  Object.entries(await everything(cluster))
    .filter(([id]) => /^(Namespace|PersistentVolumeClaim|Secret msp\/)/.test(id))
    .map(([id, { metadata }]) => `${id} ${metadata.uid}`)
    .sort();

/** The pod template of whatever makes pods. */
const templates = async ({ cluster }: Site): Promise<Readonly<Record<string, string>>> => {
  const found = await cluster.list('deployments,statefulsets', 'msp');
  return Object.fromEntries(
    found.map(({ kind, metadata, spec }) => [
      `${kind} ${metadata.namespace}/${metadata.name}`,
      JSON.stringify((spec as { readonly template: unknown }).template),
    ]),
  );
};

const changed = (
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): readonly string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (id) => before[id] !== after[id],
  );

/** The last revision of each release. */
const revision = async ({ cluster }: Site): Promise<Readonly<Record<string, number>>> =>
  Object.fromEntries(
    (await cluster.list('helmreleases')).map(({ metadata, status }) => [
      metadata.name,
      (status as { readonly history?: readonly { readonly version: number }[] }).history?.[0]
        ?.version ?? 0,
    ]),
  );
