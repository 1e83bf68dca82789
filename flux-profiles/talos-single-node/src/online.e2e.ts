import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import type { Component } from '../../../tools/cluster/components.ts';
import type { ClusterObject } from '../../../tools/cluster/kubectl.ts';
import { profile } from './profile.ts';
import { type Box, startBox } from './testing/box.ts';

const releases = profile.releases.map(({ helmRelease }) => helmRelease.metadata?.name ?? '');
const bootstrap = (box: Box) =>
  box.appliance('bootstrap', '--url', box.repository.url, '--timeout', '10m');

describe('on one box, in turn', () => {
  let box: Box;

  beforeAll(async () => {
    box = await startBox();
  });
  afterAll(() => box?.[Symbol.asyncDispose]());

  test('an empty cluster becomes an appliance, each release after those that it needs', async () => {
    const { exitCode, said } = await bootstrap(box);
    expect({ exitCode, said }).toEqual({
      exitCode: 0,
      said: expect.stringContaining('done, 8 changes made'),
    });
    const ready = new Map<string, number>();
    const begun = new Map<string, number>();
    for (const name of releases) {
      const release = await box.cluster.get(`helmrelease/${name}`, 'alga-system');
      ready.set(name, since(release));
      const first = await box.cluster.get(`secret/sh.helm.release.v1.${name}.v1`, 'alga-system');
      begun.set(name, Date.parse(first.metadata.creationTimestamp));
    }
    for (const { helmRelease } of profile.releases) {
      const name = helmRelease.metadata?.name ?? '';
      for (const { name: needed } of helmRelease.spec?.dependsOn ?? []) {
        expect([name, needed, begun.get(name)! >= ready.get(needed)!]).toEqual([
          name,
          needed,
          true,
        ]);
      }
    }
  });

  test('everything is admitted and runs, and status says so', async () => {
    const events = await box.cluster.list('events', 'msp');
    expect(events.filter(({ reason }) => reason === 'FailedCreate')).toEqual([]);
    for (const { metadata, status } of await box.cluster.list('deployments', 'msp')) {
      const available = status?.conditions?.find(({ type }) => type === 'Available')?.status;
      expect([metadata.name, available]).toEqual([metadata.name, 'True']);
    }
    for (const { metadata, status } of await box.cluster.list('jobs', 'msp')) {
      const complete = status?.conditions?.find(({ type }) => type === 'Complete')?.status;
      expect([metadata.name, complete]).toEqual([metadata.name, 'True']);
    }
    expect(await statusOf(box)).toMatchObject({ exitCode: 0, notReady: [] });
  });

  test('another bootstrap and three reconciliations of everything move nothing', async () => {
    const before = await versions(box);
    expect(Object.keys(before).length).toBeGreaterThan(60);
    expect((await bootstrap(box)).said).toContain('done, nothing to do');
    for (let time = 0; time < 3; time += 1) {
      await box.cluster.reconcile('gitrepository/alga-appliance', 'flux-system');
      for (const name of ['alga-appliance', 'alga-releases'])
        await box.cluster.reconcile(`kustomization/${name}`, 'flux-system');
      for (const name of releases)
        await box.cluster.reconcile(`helmrelease/${name}`, 'alga-system');
    }
    expect(await versions(box)).toEqual(before);
  });

  test('another image of one release rolls its pod, and no other', async () => {
    const before = await generations(box);
    const file = join(box.folder, 'pgbouncer.yaml');
    await writeFile(file, 'image: { tag: v1.25.2-p1 }\n');
    expect(await box.appliance('deploy', '--values', `pgbouncer=${file}`)).toMatchObject({
      exitCode: 0,
    });
    const after = await generations(box);
    const changed = Object.keys(after).filter((name) => after[name] !== before[name]);
    expect(changed).toEqual(['Deployment/pgbouncer']);
    expect(JSON.stringify(await box.cluster.get('deployment/pgbouncer', 'msp'))).toContain(
      'v1.25.2-p1',
    );
  });

  test('the next release migrates first, and what needs it follows', async () => {
    const before = await generations(box);
    const jobs = await names(box, 'jobs');
    await upgrade(box, { server: { image: { tag: '1.0.1' } }, version: '1.0.1' });
    await box.cluster.reconcile('gitrepository/alga-appliance', 'flux-system');
    for (const name of ['alga-appliance', 'alga-releases'])
      await box.cluster.reconcile(`kustomization/${name}`, 'flux-system');
    // The releases of before are ready, too; those of the next have seen it.
    await box.cluster.ready('helmrelease/alga-core', 'alga-system');
    expect(await box.appliance('deploy')).toMatchObject({ exitCode: 0 });

    const after = await generations(box);
    const changed = Object.keys(after).filter((name) => after[name] !== before[name]);
    expect(changed).toEqual(['Deployment/alga-core-sebastian']);
    const bootstraps = (await names(box, 'jobs')).filter((name) => name.includes('-bootstrap-'));
    expect(bootstraps).toHaveLength(1);
    expect(jobs).not.toContain(bootstraps[0]);
    const migrated = Date.parse(
      (await box.cluster.get(`job/${bootstraps[0]}`, 'msp')).metadata.creationTimestamp,
    );
    for (const name of ['email-service', 'workflow-worker', 'temporal-worker']) {
      expect([name, (await upgraded(box, name)) >= migrated]).toEqual([name, true]);
    }
    expect(await statusOf(box)).toMatchObject({ exitCode: 0, notReady: [] });
  });

  test('a change by hand is reported, and not undone', async () => {
    await box.cluster.kubectl([
      'scale',
      'deployment/workflow-worker',
      '--replicas=2',
      '--namespace=msp',
    ]);
    await box.cluster.reconcile('helmrelease/workflow-worker', 'alga-system');
    const events = await box.cluster.list('events', 'alga-system');
    expect(events.map(({ reason }) => reason)).toContain('DriftDetected');
    expect(await box.cluster.get('deployment/workflow-worker', 'msp')).toMatchObject({
      spec: { replicas: 2 },
    });
  });

  test('a release that goes by mistake leaves its data, and comes back to them', async () => {
    const before = await claims(box);
    expect(before).toHaveLength(4);
    await box.cluster.kubectl([
      'delete',
      'helmrelease/alga-core',
      '--namespace=alga-system',
      '--wait=true',
    ]);
    expect(await claims(box)).toEqual(before);
    await box.cluster.reconcile('kustomization/alga-releases', 'flux-system');
    await box.cluster.ready('helmrelease/alga-core', 'alga-system');
    expect(await claims(box)).toEqual(before);
  });

  test('a Kustomization that goes leaves releases, volumes and namespaces', async () => {
    const before = await claims(box);
    await box.cluster.kubectl([
      'delete',
      'kustomization/alga-appliance',
      'kustomization/alga-releases',
      '--namespace=flux-system',
      '--wait=true',
    ]);
    expect(await claims(box)).toEqual(before);
    expect(await box.cluster.list('helmreleases')).toHaveLength(releases.length);
    expect((await box.cluster.list('namespaces')).map(({ metadata }) => metadata.name)).toEqual(
      expect.arrayContaining(['alga-system', 'msp']),
    );
    expect((await bootstrap(box)).exitCode).toBe(0);
  });

  test('what is wiped is gone, and can be installed anew', async () => {
    expect(await box.appliance('wipe', '--yes', '--profile', profile.name)).toMatchObject({
      exitCode: 0,
    });
    expect(await box.cluster.list('helmreleases')).toEqual([]);
    expect(await claims(box)).toEqual([]);
    expect(await bootstrap(box)).toMatchObject({ exitCode: 0 });
    expect(await claims(box)).toHaveLength(4);
  });
});

test('an installation goes on after every part of it was killed in the middle', async () => {
  await using box = await startBox();
  const installing = bootstrap(box);
  const parts: readonly Component[] = [
    'helm-controller',
    'kustomize-controller',
    'source-controller',
    'kube-controller-manager',
    'kube-scheduler',
    'kube-apiserver',
    'etcd',
  ];
  for (const part of parts) {
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await box.cluster.kill(part);
    // The API server can't do without etcd.
    await box.cluster.restart(part);
  }
  const { exitCode, said } = await installing;
  // Whoever waited saw the API server go, and may have given up: the box goes on by itself.
  if (exitCode !== 0) expect(said).not.toContain('    at ');
  for (const name of releases)
    await box.cluster.ready(`helmrelease/${name}`, 'alga-system', { seconds: 400 });
  expect((await bootstrap(box)).exitCode).toBe(0);
});

const since = ({ status }: ClusterObject): number =>
  Date.parse(status?.conditions?.find(({ type }) => type === 'Ready')?.lastTransitionTime ?? '');

/** What Flux, the scheduler and the garbage collector write for themselves. */
const ownBusiness =
  /^(Event|Lease|HelmRelease|HelmChart|Kustomization|GitRepository|HelmRepository|Node|EndpointSlice|Endpoints)$/;

const kinds =
  'configmaps,secrets,services,serviceaccounts,persistentvolumeclaims,deployments,statefulsets,replicasets,pods,jobs,namespaces';

const versions = async ({ cluster }: Box): Promise<Readonly<Record<string, string>>> =>
  Object.fromEntries(
    (await cluster.list(kinds))
      .filter(({ kind }) => !ownBusiness.test(kind))
      .map(({ kind, metadata }) => [
        `${kind} ${metadata.namespace}/${metadata.name}`,
        metadata.resourceVersion,
      ]),
  );

const generations = async ({
  cluster,
}: Box): Promise<Readonly<Record<string, number | undefined>>> =>
  Object.fromEntries(
    (await cluster.list('deployments,statefulsets', 'msp')).map(({ kind, metadata }) => [
      `${kind}/${metadata.name}`,
      metadata.generation,
    ]),
  );

const names = async ({ cluster }: Box, kind: string): Promise<readonly string[]> =>
  (await cluster.list(kind, 'msp')).map(({ metadata }) => metadata.name);

/** When the last upgrade of a release began, by Helm's record of it. */
const upgraded = async ({ cluster }: Box, release: string): Promise<number> => {
  const records = (await cluster.list('secrets', 'alga-system')).filter(({ metadata }) =>
    metadata.name.startsWith(`sh.helm.release.v1.${release}.v`),
  );
  expect(records.length).toBeGreaterThan(1);
  return Math.max(...records.map(({ metadata }) => Date.parse(metadata.creationTimestamp)));
};

/** The next version of the profile in the site's repository: all releases of it, and other values of the root chart. */
const upgrade = async ({ repository }: Box, values: object): Promise<void> => {
  const releasesFolder = join(repository.directory, 'flux-profiles', profile.name, 'releases');
  for (const name of releases) {
    const file = join(releasesFolder, name, 'helmrelease.yaml');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace(`release: "${profile.version}"`, 'release: "0.2.0"'));
  }
  const file = join(releasesFolder, 'alga-core/values.yaml');
  const { server, ...rest } = parse(await readFile(file, 'utf8'));
  const { server: changed, ...others } = values as { readonly server: object };
  await writeFile(file, stringify({ ...rest, ...others, server: { ...server, ...changed } }));
  await repository.commit();
};

const claims = async ({ cluster }: Box): Promise<readonly string[]> =>
  (await cluster.list('persistentvolumeclaims', 'msp')).map(({ metadata }) => metadata.uid).sort();

const statusOf = async (box: Box) => {
  const { exitCode, output } = await box.appliance('status', '--json');
  const { status } = JSON.parse(output) as {
    readonly status: readonly { readonly id: string; readonly state: string }[];
  };
  return { exitCode, notReady: status.filter(({ state }) => state !== 'ready') };
};
