import { join } from 'node:path';
import { eventually } from '@helm-charts/testing/eventually';
import { expect, test } from 'vitest';
import { startAppliance } from '../testing/appliance.ts';

const object = (apiVersion: string, kind: string, name: string, status: object) => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'apps' },
  status,
});

test('says how everything is, and is content where everything is ready', async () => {
  await using appliance = await startAppliance();
  const { server, folder, run } = appliance;
  await run([
    'bootstrap',
    '--url',
    'https://git.site/a.git',
    '--flux-manifest',
    join(folder, 'flux.yaml'),
  ]);
  server.put(
    object('batch/v1', 'Job', 'bootstrap', { conditions: [{ type: 'Complete', status: 'True' }] }),
  );
  server.put(
    object('v1', 'Pod', 'db-0', {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: 'True' }],
      containerStatuses: [{ name: 'db', ready: true, restartCount: 2, state: {} }],
    }),
  );
  const { exitCode, output } = await run(['status']);
  expect(output).toMatchInlineSnapshot(`
    "Deployment flux-system/source-controller     ready
    Deployment flux-system/kustomize-controller  ready
    Deployment flux-system/helm-controller       ready
    GitRepository flux-system/repository         ready        applied
    Kustomization flux-system/site               ready        applied
    Kustomization flux-system/site-releases      ready        applied
    Secret apps/db                               ready
    Secret apps/web                              ready
    HelmRelease releases/db                      ready        applied
    HelmRelease releases/pool                    ready        applied
    HelmRelease releases/worker                  ready        applied
    Job apps/bootstrap                           ready        complete
    Pod apps/db-0                                ready        restarted 2 times
    PersistentVolumeClaim apps/db-data           ready        Bound
    "
  `);
  expect(exitCode).toBe(0);
});

test('of the Jobs of a CronJob only the newest counts', async () => {
  await using appliance = await startAppliance();
  const { server, run } = appliance;
  const job = (name: string, startTime: string, type: string) => {
    const made = object('batch/v1', 'Job', name, {
      startTime,
      conditions: [{ type, status: 'True' }],
    });
    const ownerReferences = [{ kind: 'CronJob', name: 'backup', uid: 'backup' }];
    server.put({ ...made, metadata: { ...made.metadata, ...{ ownerReferences } } });
  };
  job('backup-1', '2026-01-01T02:30:00Z', 'Failed');
  job('backup-2', '2026-01-02T02:30:00Z', 'Complete');
  const { output } = await run(['status']);
  expect(output.split('\n').filter((line) => line.startsWith('Job'))).toEqual([
    expect.stringMatching(/^Job apps\/backup-2 +ready +complete$/),
  ]);
});

test('says what somebody has changed by hand', async () => {
  await using appliance = await startAppliance();
  const { server, folder, run } = appliance;
  const flux = ['--flux-manifest', join(folder, 'flux.yaml')];
  await run(['bootstrap', '--url', 'https://git.site/a.git', ...flux]);
  appliance.flux.stop();
  const pool = server.objects.get('HelmRelease releases/pool')!;
  const drifted = { type: 'Drifted', status: 'True', message: 'Deployment/apps/pool changed' };
  const { conditions, ...status } = pool.status as { readonly conditions: readonly object[] };
  server.put({ ...pool, status: { ...status, conditions: [...conditions, drifted] } });
  const { exitCode, output } = await run(['status']);
  expect(exitCode).toBe(1);
  expect(output).toMatch(/^HelmRelease releases\/pool +drifted +Deployment\/apps\/pool changed$/m);
  expect((await run(['bootstrap'])).exitCode).toBe(0);
});

test('says of what its controller has not finished what it says itself', async () => {
  await using appliance = await startAppliance();
  const { server, folder, run } = appliance;
  const flux = ['--flux-manifest', join(folder, 'flux.yaml')];
  await run(['bootstrap', '--url', 'https://git.site/a.git', ...flux]);
  appliance.flux.stop();
  const release = server.objects.get('HelmRelease releases/pool')!;
  const { generation = 0 } = release.metadata;
  const says = async (ready: object, observedGeneration = generation): Promise<string> => {
    const conditions = [{ type: 'Ready', observedGeneration, ...ready }];
    server.put({ ...release, status: { observedGeneration: -1, conditions } });
    const { output } = await run(['status']);
    return /^HelmRelease releases\/pool +(.*)$/m.exec(output)?.[1] ?? '';
  };
  const waiting = { status: 'False', reason: 'DependencyNotReady', message: 'db is not ready' };
  expect(await says({ status: 'False', message: 'no chart' })).toBe('failed       no chart');
  expect(await says(waiting)).toBe('progressing  db is not ready');
  expect(await says({ status: 'Unknown', message: 'Running' })).toBe('progressing  Running');
  for (const old of [() => says(waiting, generation - 1), () => says({ status: 'True' })]) {
    expect(await old()).toBe('progressing  its controller has not seen it as it is now');
  }
});

test('says what is wrong with each thing', async () => {
  await using appliance = await startAppliance({
    hasFlux: true,
    troubles: { db: { type: 'Ready', message: 'install retries\nexhausted' } },
  });
  const { server, run } = appliance;
  const stop = new AbortController();
  const progress: string[] = [];
  const running = run(['bootstrap', '--url', 'https://git.site/a.git', '--timeout', '10m'], {
    say: (text) => void progress.push(text),
    signal: stop.signal,
  });
  // From then on it only waits.
  await eventually(
    () => progress.join(''),
    expect.stringContaining('waiting for HelmRelease releases/db'),
  );
  stop.abort();
  await running;
  server.remove('Secret apps/web');
  const { data: _, ...secret } = server.objects.get('Secret apps/db')!;
  server.put({ ...secret, data: { PASSWORD_APP: 'YQ==' } });
  const pool = server.objects.get('HelmRelease releases/pool')!;
  server.put({ ...pool, spec: { ...(pool.spec as object), suspend: true } });
  server.put(object('batch/v1', 'Job', 'bootstrap', { failed: 3 }));
  const waiting = { name: 'web', ready: false, restartCount: 9 };
  const state = { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 5m' } };
  server.put(
    object('v1', 'Pod', 'web-0', { phase: 'Running', containerStatuses: [{ ...waiting, state }] }),
  );
  server.put(object('v1', 'PersistentVolumeClaim', 'files', { phase: 'Pending' }));
  const old = object('v1', 'PersistentVolumeClaim', 'old', { phase: 'Lost' });
  const going = { deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: ['example.com/held'] };
  server.put({ ...old, metadata: { ...old.metadata, ...going } });
  // Nobody lets it go.
  appliance.flux.stop();
  const worker = server.objects.get('HelmRelease releases/worker')!;
  server.put({ ...worker, metadata: { ...worker.metadata, ...going } });
  const { exitCode, output, said } = await run(['status']);
  expect(output).toMatchInlineSnapshot(`
    "Deployment flux-system/source-controller     ready
    Deployment flux-system/kustomize-controller  ready
    Deployment flux-system/helm-controller       ready
    GitRepository flux-system/repository         ready        applied
    Kustomization flux-system/site               ready        applied
    Kustomization flux-system/site-releases      ready        applied
    Secret apps/db                               failed       without PASSWORD_ADMIN; run "alga-appliance bootstrap"
    Secret apps/web                              missing      it does not exist; run "alga-appliance bootstrap"
    HelmRelease releases/db                      failed       install retries exhausted
    HelmRelease releases/pool                    suspended    somebody has suspended it
    HelmRelease releases/worker                  progressing  it is being deleted
    Job apps/bootstrap                           failed       3 attempts have failed; it is tried again within 10 minutes, and at once with "alga-appliance deploy"
    Pod apps/web-0                               failed       container web: CrashLoopBackOff: back-off 5m
    PersistentVolumeClaim apps/files             progressing  Pending
    PersistentVolumeClaim apps/old               progressing  it is being deleted
    "
  `);
  expect([exitCode, said]).toEqual([1, '']);

  const json = await run(['status', '--json']);
  const { status, findings } = JSON.parse(json.output);
  expect(status).toContainEqual({
    layer: 'release',
    what: 'HelmRelease releases/db',
    state: 'failed',
    message: 'install retries exhausted',
    waitsFor: 'its next try: install retries exhausted',
  });
  expect(findings).toHaveLength(9);
});

test('an empty cluster is no error of its own: everything is missing', async () => {
  await using appliance = await startAppliance();
  const { exitCode, output } = await appliance.run(['status']);
  expect(output).toMatchInlineSnapshot(`
    "Deployment flux-system/source-controller     missing      it does not exist
    Deployment flux-system/kustomize-controller  missing      it does not exist
    Deployment flux-system/helm-controller       missing      it does not exist
    GitRepository flux-system/repository         missing      it does not exist yet
    Kustomization flux-system/site               missing      it does not exist yet
    Kustomization flux-system/site-releases      missing      it does not exist yet
    Secret apps/db                               missing      it does not exist; run "alga-appliance bootstrap"
    Secret apps/web                              missing      it does not exist; run "alga-appliance bootstrap"
    HelmRelease releases/db                      missing      it does not exist yet
    HelmRelease releases/pool                    missing      it does not exist yet
    HelmRelease releases/worker                  missing      it does not exist yet
    "
  `);
  expect(exitCode).toBe(1);
});
