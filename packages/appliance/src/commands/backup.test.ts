import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubernetesObject } from '@helm-charts/testing/servers';
import { expect, test } from 'vitest';
import { type Appliance, startAppliance } from '../testing/appliance.ts';

const helm = { 'meta.helm.sh/release-name': 'db' };
const place = { namespace: 'apps', annotations: helm };

const cronJob = {
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'dump', ...place, labels: { 'app.kubernetes.io/component': 'backup' } },
  spec: { jobTemplate: { spec: { template: { spec: { containers: [{ name: 'backup' }] } } } } },
};

const running = async (...objects: readonly object[]): Promise<Appliance> => {
  const appliance = await startAppliance();
  const { run, server, folder } = appliance;
  const flux = ['--flux-manifest', join(folder, 'flux.yaml')];
  expect((await run(['bootstrap', '--url', 'https://git.site/a.git', ...flux])).exitCode).toBe(0);
  for (const object of objects) server.put(object as KubernetesObject);
  return appliance;
};

/** Plays the Job controller: a new Job ends so, with a pod that leaves this message. */
const playJobs = ({ server }: Appliance, type: 'Complete' | 'Failed', message: string): void => {
  server.onChange(({ object }) => {
    if (object.kind !== 'Job' || object.status !== undefined) return;
    const { name, namespace } = object.metadata;
    const terminated = { exitCode: type === 'Failed' ? 14 : 0, message };
    server.put({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: `${name}-1`,
        ...(namespace && { namespace }),
        labels: { 'batch.kubernetes.io/job-name': name },
      },
      status: { containerStatuses: [{ name: 'backup', state: { terminated } }] },
    });
    server.put({ ...object, status: { conditions: [{ type, status: 'True' }] } });
  });
};

test('a backup is a Job of the CronJob, and its last line is said', async () => {
  await using appliance = await running(cronJob);
  playJobs(appliance, 'Complete', 'deleted an old one\ncomplete: 2026-01-31T023000Z\n');
  const { exitCode, said } = await appliance.run(['backup']);
  expect([exitCode, said]).toEqual([
    0,
    expect.stringMatching(/created Job apps\/dump-\d+\ncomplete: 2026-01-31T023000Z\n/),
  ]);
  const job = [...appliance.server.objects.values()].find(({ kind }) => kind === 'Job');
  expect(job?.spec).toEqual(cronJob.spec.jobTemplate.spec);
  expect(job?.metadata).toMatchObject({ ownerReferences: [{ kind: 'CronJob', name: 'dump' }] });
});

test('a backup that fails ends with 1 and the sentence of the container', async () => {
  await using appliance = await running(cronJob);
  playJobs(appliance, 'Failed', 'backup: there is too little room\n');
  const { exitCode, said } = await appliance.run(['backup']);
  expect([exitCode, said]).toEqual([
    1,
    expect.stringMatching(
      /error Job apps\/dump-\d+: backup: there is too little room\. \[backup\]/,
    ),
  ]);
});

test('a site without backups ends with 3', async () => {
  await using appliance = await running();
  const before = appliance.server.versions();
  const { exitCode, said } = await appliance.run(['backup']);
  expect([exitCode, said]).toEqual([3, expect.stringContaining('set backup.enabled with')]);
  expect(appliance.server.versions()).toEqual(before);
});

const web = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', ...place },
  spec: { replicas: 1 },
};
const database = {
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'postgres', ...place },
  spec: {
    replicas: 1,
    template: {
      spec: {
        initContainers: [{ name: 'restore', volumeMounts: [{ name: 'request' }] }],
        volumes: [
          { name: 'data', persistentVolumeClaim: { claimName: 'db-data' } },
          { name: 'request', secret: { secretName: 'db-restore', optional: true } },
        ],
      },
    },
  },
  status: { readyReplicas: 1 },
};
const pod = (uid: string, terminated?: object) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'postgres-0',
    namespace: 'apps',
    uid,
    ownerReferences: [{ kind: 'StatefulSet', name: 'postgres' }],
  },
  status: {
    conditions: [{ type: 'Ready', status: 'True' }],
    initContainerStatuses: [{ name: 'restore', ...(terminated && { state: { terminated } }) }],
  },
});

/** Plays the StatefulSet controller and the kubelet: the first new pod runs the restore, which ends so. */
const playPods = ({ server }: Appliance, terminated: object): readonly string[] => {
  const made: string[] = [];
  server.onChange(({ type, object }) => {
    if (type !== 'DELETED' || object.kind !== 'Pod') return;
    const request = server.objects.get('Secret apps/db-restore');
    made.push(request === undefined ? 'without a request' : 'with the request');
    server.put(pod(`pod ${made.length}`, request && terminated) as KubernetesObject);
  });
  return made;
};

const replicas = ({ server }: Appliance) =>
  Object(server.objects.get('Deployment apps/web')?.spec).replicas;
const backup = ['restore', '--backup', '2026-01-31T023000Z', '--timeout', '10m'];

test('data that are there are replaced only if that is asked for, while nothing else runs', async () => {
  await using appliance = await running(web, database, pod('old'));
  const { server, run } = appliance;
  const before = server.versions();
  const refused = await run(backup);
  expect([refused.exitCode, refused.said]).toEqual([
    2,
    expect.stringContaining(
      'error StatefulSet apps/postgres: it runs and has data; give --replace',
    ),
  ]);
  expect(server.versions()).toEqual(before);

  const made = playPods(appliance, { exitCode: 0 });
  const { exitCode, said } = await run([...backup, '--replace']);
  expect(exitCode).toBe(0);
  const lines = said.split('\n');
  const order = [
    'changed HelmRelease releases/db (suspended)',
    'changed Deployment apps/web (0 pods)',
    'created Secret apps/db-restore (restore of 2026-01-31T023000Z)',
    'deleted Pod apps/postgres-0',
    'changed Deployment apps/web (1 pod)',
    'changed HelmRelease releases/db (resumed)',
    'changed HelmRelease releases/db (asked to upgrade)',
    'deleted Secret apps/db-restore',
  ];
  expect(lines.filter((line) => order.includes(line))).toEqual(order);
  expect([made, replicas(appliance)]).toEqual([['with the request'], 1]);
  expect(server.objects.has('Secret apps/db-restore')).toBe(false);
});

test('a backup that is refused changes nothing: Postgres and the releases run as before', async () => {
  await using appliance = await running(web, database, pod('old'));
  const message = 'restore-postgres: the backup is encrypted for another key\n';
  const made = playPods(appliance, { exitCode: 23, message });
  const { exitCode, said } = await appliance.run([...backup, '--replace']);
  expect([exitCode, said]).toEqual([
    1,
    expect.stringContaining(
      'error Pod apps/postgres-0: restore-postgres: the backup is encrypted for another key. [restore]',
    ),
  ]);
  expect(made).toEqual(['with the request', 'without a request']);
  expect(replicas(appliance)).toBe(1);
  const release = appliance.server.objects.get('HelmRelease releases/db');
  expect(release?.spec).toMatchObject({ suspend: false });
});

test('files that can not be restored end the command, and it goes on when they are', async () => {
  await using appliance = await running(web, database, pod('old'));
  const { server, run } = appliance;
  playPods(appliance, { exitCode: 0 });
  const message = 'restore-files: give the volume more room\n';
  const webPod = (terminated: object) => ({
    ...pod('web'),
    metadata: { name: 'web-1', namespace: 'apps', uid: 'web' },
    spec: database.spec.template.spec,
    status: { initContainerStatuses: [{ name: 'restore', state: { terminated } }] },
  });
  server.onChange(({ object }) => {
    if (object.metadata.name !== 'web' || server.objects.has('Pod apps/web-1')) return;
    if (Object(object.spec).replicas !== 1) return;
    server.put(webPod({ exitCode: 26, message }) as KubernetesObject);
  });
  const { exitCode, said } = await run([...backup, '--replace']);
  expect([exitCode, said]).toEqual([
    1,
    expect.stringContaining(
      'error Pod apps/web-1: restore-files: give the volume more room. [restore]',
    ),
  ]);
  expect(server.objects.has('Secret apps/db-restore')).toBe(true);
  server.put(webPod({ exitCode: 0 }) as KubernetesObject);
  expect((await run(['restore', '--resume', '--timeout', '10m'])).exitCode).toBe(0);
  expect(server.objects.has('Secret apps/db-restore')).toBe(false);
});

test('on a new machine the restore is prepared before anything runs, and its key does not stay', async () => {
  await using appliance = await startAppliance();
  const { server, run, folder } = appliance;
  const key = join(folder, 'backup.key');
  writeFileSync(key, 'no key');
  const wrong = await run([...backup, '--key', key]);
  expect([wrong.exitCode, wrong.said]).toEqual([
    2,
    expect.stringContaining('this is no private key in PEM format'),
  ]);
  const text = '-----BEGIN PRIVATE KEY-----\n';
  writeFileSync(key, text);
  const { exitCode, said } = await run([...backup, '--key', key]);
  expect([exitCode, said]).toEqual([
    0,
    expect.stringContaining('Postgres will wait for the backup 2026-01-31T023000Z'),
  ]);
  expect(server.objects.get('Secret apps/db-restore')?.data).toEqual({
    backup: btoa('2026-01-31T023000Z'),
    id: expect.any(String),
    key: btoa(text),
  });
  const flux = ['--flux-manifest', join(folder, 'flux.yaml')];
  expect((await run(['bootstrap', '--url', 'https://git.site/a.git', ...flux])).exitCode).toBe(0);
  expect((await run(['restore', '--resume'])).exitCode).toBe(0);
  expect(server.objects.has('Secret apps/db-restore')).toBe(false);
});
