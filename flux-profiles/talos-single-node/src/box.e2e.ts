import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { publish } from '@helm-charts/testing/cluster';
import { orSkip } from '@helm-charts/testing/servers';
import { afterAll, expect, type TestContext, test } from 'vitest';
import { profile } from './profile.ts';
import { expectAdmitted } from './testing/admitted.ts';
import { close, crashing, leaveOut, open, pointAt, publishVersion } from './testing/change.ts';
import { startChartRepository } from './testing/charts.ts';
import { copyProfile } from './testing/copy.ts';
import { changed, kept, namesOf, templates, versions } from './testing/observe.ts';
import { expectOrder } from './testing/order.ts';
import { type Site, startSite, workspace } from './testing/site.ts';
import { difference, found, patient, statusOf, steadyStatusOf } from './testing/status.ts';

// Each test goes on where the one before it has ended, for a box lives long; after one that fails, the others would only wait in vain.
let started: Promise<Site> | undefined;
let hasFailed = false;
const siteOf = (context: TestContext): Promise<Site> => {
  context.skip(hasFailed, 'a test before it has failed');
  context.onTestFailed(() => {
    hasFailed = true;
  });
  started ??= startSite();
  return orSkip(context, started);
};
afterAll(async () => {
  const site = await started?.catch(() => undefined);
  await site?.[Symbol.asyncDispose]();
});

/** What `status` says of an empty cluster. */
let empty: readonly string[] = [];
/** What `status` says where all is well, air-gapped. */
let ready: readonly string[] = [];

test('an air-gapped installation prints what it waits for, and can be interrupted', async (context) => {
  const site = await siteOf(context);
  const { cluster, folder, appliance, begin } = site;
  empty = await statusOf(site);
  expect(empty.join('\n')).toMatchInlineSnapshot(`
    "Deployment flux-system/helm-controller  missing  it does not exist
    Deployment flux-system/kustomize-controller  missing  it does not exist
    Deployment flux-system/source-controller  missing  it does not exist
    GitRepository flux-system/alga-appliance  missing  it does not exist yet
    HelmRelease alga-system/alga-core  missing  it does not exist yet
    HelmRelease alga-system/email-service  missing  it does not exist yet
    HelmRelease alga-system/pgbouncer  missing  it does not exist yet
    HelmRelease alga-system/temporal  missing  it does not exist yet
    HelmRelease alga-system/temporal-worker  missing  it does not exist yet
    HelmRelease alga-system/workflow-worker  missing  it does not exist yet
    Kustomization flux-system/alga-appliance  missing  it does not exist yet
    Kustomization flux-system/alga-releases  missing  it does not exist yet
    Secret msp/alga-core-sebastian-secrets  missing  it does not exist; run "alga-appliance bootstrap"
    Secret msp/alga-psa-shared  missing  it does not exist; run "alga-appliance bootstrap"
    Secret msp/db-credentials  missing  it does not exist; run "alga-appliance bootstrap"
    Secret msp/redis-credentials  missing  it does not exist; run "alga-appliance bootstrap""
  `);

  const { registry } = cluster;
  const url = await publish({ workspace, profile, registry, folder: join(folder, 'packages') });
  const installing = begin(
    ...['bootstrap', '--flux-manifest', join(folder, 'flux.yaml'), '--timeout', '4m'],
    ...['--registry', url, '--insecure-registry'],
  );
  // The Deployments come last of what the manifest of Flux holds.
  for (const name of ['source-controller', 'kustomize-controller', 'helm-controller']) {
    await cluster.ready(`deployment/${name}`, 'flux-system', { condition: 'Available' });
  }
  await close(cluster);
  await cluster.startFlux({ definitions: false });
  const installed = await steadyStatusOf(site, [
    /^Kustomization flux-system\/alga-appliance {2}ready/,
    /^HelmRelease alga-system\/workflow-worker .* dependency /,
    /^Pod .*unschedulable/,
  ]);
  expect(installed.join('\n')).toMatchInlineSnapshot(`
    "Deployment flux-system/helm-controller  ready
    Deployment flux-system/kustomize-controller  ready
    Deployment flux-system/source-controller  ready
    HelmRelease alga-system/alga-core  progressing  dependency 'alga-system/pgbouncer' is not ready according to readyExpr eval
    HelmRelease alga-system/email-service  progressing  dependency 'alga-system/alga-core' is not ready according to readyExpr eval
    HelmRelease alga-system/pgbouncer  progressing  Running 'install' action with timeout of 10m0s
    HelmRelease alga-system/temporal  progressing  dependency 'alga-system/alga-core' is not ready according to readyExpr eval
    HelmRelease alga-system/temporal-worker  progressing  dependency 'alga-system/alga-core' is not ready according to readyExpr eval
    HelmRelease alga-system/workflow-worker  progressing  dependency 'alga-system/alga-core' is not ready according to readyExpr eval
    Kustomization flux-system/alga-appliance  ready  Applied revision: 0.1.0@sha256:DIGEST
    Kustomization flux-system/alga-releases  ready  Applied revision: 0.1.0@sha256:DIGEST
    OCIRepository flux-system/alga-appliance  ready  stored artifact for digest '0.1.0@sha256:DIGEST'
    OCIRepository flux-system/alga-core  ready  stored artifact for digest '0.1.0@sha256:DIGEST'
    OCIRepository flux-system/email-service  ready  stored artifact for digest '0.1.0@sha256:DIGEST'
    OCIRepository flux-system/pgbouncer  ready  stored artifact for digest '0.1.0@sha256:DIGEST'
    OCIRepository flux-system/temporal  ready  stored artifact for digest '0.1.0@sha256:DIGEST'
    OCIRepository flux-system/temporal-worker  ready  stored artifact for digest '0.1.0@sha256:DIGEST'
    OCIRepository flux-system/workflow-worker  ready  stored artifact for digest '0.1.0@sha256:DIGEST'
    Pod msp/pgbouncer  progressing  0/1 nodes are available: 1 node(s) were unschedulable. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.
    Secret msp/alga-core-sebastian-secrets  ready
    Secret msp/alga-psa-shared  ready
    Secret msp/db-credentials  ready
    Secret msp/redis-credentials  ready"
  `);
  installing.interrupt();
  expect(await installing.outcome).toMatchObject({
    exitCode: 130,
    findings: [{ rule: 'interrupted' }],
  });
  const late = await appliance('bootstrap', '--timeout', '1s');
  expect(late).toMatchObject({ exitCode: 1, changes: [] });
  expect(found(late)).toMatchInlineSnapshot(`
    "release  HelmRelease alga-system/pgbouncer  progressing: Running 'install' action with timeout of 10m0s
    release  HelmRelease alga-system/alga-core  progressing: dependency 'alga-system/pgbouncer' is not ready according to readyExpr eval
    release  HelmRelease alga-system/temporal  progressing: dependency 'alga-system/alga-core' is not ready according to readyExpr eval
    release  HelmRelease alga-system/email-service  progressing: dependency 'alga-system/alga-core' is not ready according to readyExpr eval
    release  HelmRelease alga-system/workflow-worker  progressing: dependency 'alga-system/alga-core' is not ready according to readyExpr eval
    release  HelmRelease alga-system/temporal-worker  progressing: dependency 'alga-system/alga-core' is not ready according to readyExpr eval
    timeout  HelmRelease alga-system/pgbouncer  timed out after 1 s, and the cluster continues by itself; see "alga-appliance status", or wait again with a longer --timeout
    pod  Pod msp/pgbouncer  progressing: 0/1 nodes are available: 1 node(s) were unschedulable. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling."
  `);
});

test('a second run continues to six releases, in the order of their dependencies', async (context) => {
  const site = await siteOf(context);
  const { cluster, appliance } = site;
  await open(cluster);
  expect(await appliance('bootstrap', '--timeout', '4m')).toMatchObject({
    exitCode: 0,
    changes: [],
    findings: [],
  });
  await expectOrder(cluster, 'first');
  await expectAdmitted(cluster);
  ready = await statusOf(site);
  expect(ready.join('\n')).toMatchInlineSnapshot(`
    "Deployment flux-system/helm-controller  ready
    Deployment flux-system/kustomize-controller  ready
    Deployment flux-system/source-controller  ready
    HelmRelease alga-system/alga-core  ready  Helm install succeeded for release msp/alga-core.v1 with chart sebastian@0.1.0+DIGEST
    HelmRelease alga-system/email-service  ready  Helm install succeeded for release msp/email-service.v1 with chart email-service@0.1.0+DIGEST
    HelmRelease alga-system/pgbouncer  ready  Helm install succeeded for release msp/pgbouncer.v1 with chart pgbouncer@0.1.0+DIGEST
    HelmRelease alga-system/temporal  ready  Helm install succeeded for release msp/temporal.v1 with chart temporal@0.1.0+DIGEST
    HelmRelease alga-system/temporal-worker  ready  Helm install succeeded for release msp/temporal-worker.v1 with chart temporal-worker@0.1.0+DIGEST
    HelmRelease alga-system/workflow-worker  ready  Helm install succeeded for release msp/workflow-worker.v1 with chart workflow-worker@0.1.0+DIGEST
    Job msp/alga-core-sebastian-bootstrap-HASH  ready  complete
    Job msp/temporal-namespace-HASH  ready  complete
    Job msp/temporal-schema-HASH  ready  complete
    Kustomization flux-system/alga-appliance  ready  Applied revision: 0.1.0@sha256:DIGEST
    Kustomization flux-system/alga-releases  ready  Applied revision: 0.1.0@sha256:DIGEST
    OCIRepository flux-system/alga-appliance  ready  stored artifact for digest '0.1.0@sha256:DIGEST'
    OCIRepository flux-system/alga-core  ready  stored artifact for digest '0.1.0@sha256:DIGEST'
    OCIRepository flux-system/email-service  ready  stored artifact for digest '0.1.0@sha256:DIGEST'
    OCIRepository flux-system/pgbouncer  ready  stored artifact for digest '0.1.0@sha256:DIGEST'
    OCIRepository flux-system/temporal  ready  stored artifact for digest '0.1.0@sha256:DIGEST'
    OCIRepository flux-system/temporal-worker  ready  stored artifact for digest '0.1.0@sha256:DIGEST'
    OCIRepository flux-system/workflow-worker  ready  stored artifact for digest '0.1.0@sha256:DIGEST'
    PersistentVolumeClaim msp/alga-core-sebastian-postgres-data  ready  Bound
    PersistentVolumeClaim msp/alga-core-sebastian-redis-data  ready  Bound
    PersistentVolumeClaim msp/alga-core-sebastian-storage  ready  Bound
    PersistentVolumeClaim msp/alga-core-sebastian-tenant-secrets  ready  Bound
    Pod msp/alga-core-sebastian  ready
    Pod msp/db-0  ready
    Pod msp/email-service  ready
    Pod msp/pgbouncer  ready
    Pod msp/redis-0  ready
    Pod msp/temporal  ready
    Pod msp/temporal-worker  ready
    Pod msp/workflow-worker  ready
    Secret msp/alga-core-sebastian-secrets  ready
    Secret msp/alga-psa-shared  ready
    Secret msp/db-credentials  ready
    Secret msp/redis-credentials  ready"
  `);
});

test('another bootstrap and three reconciliations change nothing', async (context) => {
  const site = await siteOf(context);
  const before = await versions(site.cluster);
  expect(Object.keys(before).length).toBeGreaterThan(60);
  expect(await site.appliance('bootstrap')).toMatchObject({ exitCode: 0, changes: [] });
  for (let time = 0; time < 3; time += 1) {
    expect(await site.appliance('deploy', '--timeout', '2m')).toMatchObject({ exitCode: 0 });
  }
  expect(await versions(site.cluster)).toEqual(before);
  expect(await statusOf(site)).toEqual(ready);
});

test('another image in the values of the site rolls only its own pods', async (context) => {
  const site = await siteOf(context);
  const { cluster, folder, appliance } = site;
  const before = await templates(cluster);
  const file = join(folder, 'pgbouncer.yaml');
  await writeFile(file, 'image: { tag: "9.9.9" }\n');
  expect(
    await appliance('deploy', '--values', `pgbouncer=${file}`, '--timeout', '2m'),
  ).toMatchObject({ exitCode: 0, findings: [] });
  const after = await templates(cluster);
  expect(changed(before, after)).toEqual(['Deployment msp/pgbouncer']);
  expect(after['Deployment msp/pgbouncer']).toContain(':9.9.9"');
  expect(difference(ready, await statusOf(site))).toMatchInlineSnapshot(
    `"+ HelmRelease alga-system/pgbouncer  ready  Helm upgrade succeeded for release msp/pgbouncer.v2 with chart pgbouncer@0.1.0+DIGEST"`,
  );
});

test('a missing version is reported, and changes no running pod', async (context) => {
  const site = await siteOf(context);
  const before = await statusOf(site);
  const deploying = site.begin('deploy', '--tag', '0.1.9');
  await expect
    .poll(deploying.said, patient)
    .toContain('waiting for OCIRepository flux-system/alga-appliance: failed: ');
  expect(difference(before, await statusOf(site))).toMatchInlineSnapshot(
    `"+ OCIRepository flux-system/alga-appliance  failed  failed to determine artifact digest: GET http://HOST/v2/alga/talos-single-node/manifests/0.1.9: MANIFEST_UNKNOWN: manifest unknown; unknown tag=0.1.9"`,
  );
  deploying.interrupt();
  expect(await deploying.outcome).toMatchObject({ exitCode: 130 });
});

test('the next version migrates first, and dependent releases wait until it is ready', async (context) => {
  const site = await siteOf(context);
  const { cluster, begin } = site;
  const before = await templates(cluster);
  const jobs = await namesOf(cluster, 'jobs', 'msp');
  await publishVersion(site, '0.2.0', (path, text) =>
    path === 'releases/alga-core/values.yaml'
      ? text.replace('\nserver:\n', '\nserver:\n  image:\n    tag: "9.9.9"\n')
      : text,
  );
  await close(cluster);
  // Flux has not come to it yet: it is of the version before, and what needs it waits.
  await leaveOut(cluster, 'helmrelease/alga-core', true);
  const upgrading = begin('deploy', '--tag', '0.2.0', '--timeout', '4m');
  const unseen = await steadyStatusOf(site, [
    /^Kustomization flux-system\/alga-appliance {2}ready .* 0\.2\.0@/,
    /^HelmRelease alga-system\/pgbouncer {2}ready .*\.v3 /,
    /^HelmRelease alga-system\/alga-core .* dependency /,
    /^HelmRelease alga-system\/email-service .* dependency /,
    /^HelmRelease alga-system\/temporal .* dependency /,
    /^HelmRelease alga-system\/temporal-worker .* dependency /,
    /^HelmRelease alga-system\/workflow-worker .* dependency /,
  ]);
  expect(difference(ready, unseen)).toMatchInlineSnapshot(`
    "+ HelmRelease alga-system/alga-core  progressing  dependency 'alga-system/pgbouncer' is not ready according to readyExpr eval
    + HelmRelease alga-system/email-service  progressing  dependency 'alga-system/alga-core' is not ready according to readyExpr eval
    + HelmRelease alga-system/pgbouncer  ready  Helm upgrade succeeded for release msp/pgbouncer.v3 with chart pgbouncer@0.1.0+DIGEST
    + HelmRelease alga-system/temporal  progressing  dependency 'alga-system/alga-core' is not ready according to readyExpr eval
    + HelmRelease alga-system/temporal-worker  progressing  dependency 'alga-system/alga-core' is not ready according to readyExpr eval
    + HelmRelease alga-system/workflow-worker  progressing  dependency 'alga-system/alga-core' is not ready according to readyExpr eval
    + Kustomization flux-system/alga-appliance  ready  Applied revision: 0.2.0@sha256:DIGEST
    + Kustomization flux-system/alga-releases  ready  Applied revision: 0.2.0@sha256:DIGEST
    + OCIRepository flux-system/alga-appliance  ready  stored artifact for digest '0.2.0@sha256:DIGEST'"
  `);
  expect(changed(before, await templates(cluster))).toEqual([]);
  await leaveOut(cluster, 'helmrelease/alga-core', false);
  await cluster.reconcile('kustomization/alga-releases', 'flux-system');
  const held = await steadyStatusOf(site, [
    /^Kustomization flux-system\/alga-appliance {2}ready .* 0\.2\.0@/,
    /^HelmRelease alga-system\/workflow-worker .* dependency /,
    /^Job .*progressing/,
    /^Pod .*unschedulable/,
  ]);
  expect(difference(ready, held)).toMatchInlineSnapshot(`
    "+ HelmRelease alga-system/alga-core  progressing  Running 'upgrade' action with timeout of 30m0s
    + HelmRelease alga-system/email-service  progressing  dependency 'alga-system/alga-core' is not ready according to readyExpr eval
    + HelmRelease alga-system/pgbouncer  ready  Helm upgrade succeeded for release msp/pgbouncer.v3 with chart pgbouncer@0.1.0+DIGEST
    + HelmRelease alga-system/temporal  progressing  dependency 'alga-system/alga-core' is not ready according to readyExpr eval
    + HelmRelease alga-system/temporal-worker  progressing  dependency 'alga-system/alga-core' is not ready according to readyExpr eval
    + HelmRelease alga-system/workflow-worker  progressing  dependency 'alga-system/alga-core' is not ready according to readyExpr eval
    + Job msp/alga-core-sebastian-bootstrap-HASH  progressing  running
    + Kustomization flux-system/alga-appliance  ready  Applied revision: 0.2.0@sha256:DIGEST
    + Kustomization flux-system/alga-releases  ready  Applied revision: 0.2.0@sha256:DIGEST
    + OCIRepository flux-system/alga-appliance  ready  stored artifact for digest '0.2.0@sha256:DIGEST'
    + Pod msp/alga-core-sebastian  progressing  0/1 nodes are available: 1 node(s) were unschedulable. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling."
  `);
  await open(cluster);
  expect(await upgrading.outcome).toMatchObject({ exitCode: 0, findings: [] });

  await expectOrder(cluster, 'last');
  const after = await templates(cluster);
  const server = 'Deployment msp/alga-core-sebastian';
  expect(changed(before, after)).toEqual([server]);
  expect(after[server]).toContain(':9.9.9"');
  const isMade = (name: string): boolean => !jobs.includes(name);
  // The one of before is gone.
  expect((await namesOf(cluster, 'jobs', 'msp')).filter(isMade)).toEqual([
    expect.stringContaining('alga-core-sebastian-bootstrap-'),
  ]);
  await expectAdmitted(cluster);
  expect(difference(ready, await statusOf(site))).toMatchInlineSnapshot(`
    "+ HelmRelease alga-system/alga-core  ready  Helm upgrade succeeded for release msp/alga-core.v2 with chart sebastian@0.1.0+DIGEST
    + HelmRelease alga-system/email-service  ready  Helm upgrade succeeded for release msp/email-service.v2 with chart email-service@0.1.0+DIGEST
    + HelmRelease alga-system/pgbouncer  ready  Helm upgrade succeeded for release msp/pgbouncer.v3 with chart pgbouncer@0.1.0+DIGEST
    + HelmRelease alga-system/temporal  ready  Helm upgrade succeeded for release msp/temporal.v2 with chart temporal@0.1.0+DIGEST
    + HelmRelease alga-system/temporal-worker  ready  Helm upgrade succeeded for release msp/temporal-worker.v2 with chart temporal-worker@0.1.0+DIGEST
    + HelmRelease alga-system/workflow-worker  ready  Helm upgrade succeeded for release msp/workflow-worker.v2 with chart workflow-worker@0.1.0+DIGEST
    + Kustomization flux-system/alga-appliance  ready  Applied revision: 0.2.0@sha256:DIGEST
    + Kustomization flux-system/alga-releases  ready  Applied revision: 0.2.0@sha256:DIGEST
    + OCIRepository flux-system/alga-appliance  ready  stored artifact for digest '0.2.0@sha256:DIGEST'"
  `);
  ready = await statusOf(site);
});

test('manual changes are reported, and stay', async (context) => {
  const site = await siteOf(context);
  const { cluster } = site;
  const scale = async (replicas: number): Promise<void> => {
    const email = ['deployment/email-service', '--namespace=msp'];
    await cluster.kubectl(['scale', `--replicas=${replicas}`, ...email]);
    await cluster.kubectl(['rollout', 'status', ...email]);
    await cluster.reconcile('helmrelease/email-service', 'alga-system');
  };
  await scale(2);
  expect(difference(ready, await statusOf(site))).toMatchInlineSnapshot(
    `"+ HelmRelease alga-system/email-service  drifted  Cluster state of release msp/email-service.v2 has drifted from the desired state: Deployment/msp/email-service changed (0 additions, 1 changes, 0 removals)"`,
  );
  expect(await cluster.get('deployment/email-service', 'msp')).toMatchObject({
    spec: { replicas: 2 },
  });
  await scale(1);
  await expect.poll(() => statusOf(site), patient).toEqual(ready);
});

test('lost credentials are restored from their export, not created again', async (context) => {
  const site = await siteOf(context);
  const { cluster, folder, appliance } = site;
  const secret = async () => (await cluster.get('secret/db-credentials', 'msp')).data;
  const before = await secret();
  await writeFile(join(folder, 'passphrase'), 'four words and a number\n');
  const passphrase = ['--passphrase-file', join(folder, 'passphrase')];
  const file = join(folder, 'credentials.age');
  expect(await appliance('secrets', 'export', '--output', file, ...passphrase)).toMatchObject({
    exitCode: 0,
  });
  expect(await readFile(file, 'utf8')).not.toContain(Object.values(before as object)[0]);
  await cluster.kubectl(['delete', 'secret/db-credentials', '--namespace=msp']);
  expect(await appliance('bootstrap', '--timeout', '1m')).toMatchObject({
    exitCode: 3,
    findings: [
      { rule: 'credentials', object: { kind: 'Secret', namespace: 'msp', name: 'db-credentials' } },
    ],
  });
  expect(difference(ready, await statusOf(site))).toMatchInlineSnapshot(
    `"+ Secret msp/db-credentials  missing  it does not exist; run "alga-appliance bootstrap""`,
  );
  const restored = await appliance('restore', '--from', file, ...passphrase, '--timeout', '2m');
  expect(restored).toMatchObject({ exitCode: 0, findings: [] });
  expect(await secret()).toEqual(before);
  expect(await statusOf(site)).toEqual(ready);
});

test('volumes and namespaces stay when a release is pruned or a Kustomization is deleted', async (context) => {
  const site = await siteOf(context);
  const { cluster } = site;
  const before = await kept(cluster);
  expect(before.filter((id) => id.startsWith('PersistentVolumeClaim msp/alga-core'))).toHaveLength(
    4,
  );
  await publishVersion(site, '0.3.0', (path, text) =>
    path === 'releases/kustomization.yaml'
      ? text.replace(/ {2}- "(alga-core|email-service)"\n/g, '')
      : text,
  );
  await pointAt(cluster, '0.3.0');
  await cluster.reconcile('ocirepository/alga-appliance', 'flux-system');
  await cluster.reconcile('kustomization/alga-releases', 'flux-system');
  const pruned = await steadyStatusOf(site, [
    /^Kustomization flux-system\/alga-appliance {2}ready .* 0\.3\.0@/,
    /^HelmRelease alga-system\/email-service {2}missing/,
    /^HelmRelease alga-system\/pgbouncer {2}ready .*\.v4 /,
    /^HelmRelease alga-system\/alga-core .* dependency /,
    /^HelmRelease alga-system\/workflow-worker .* dependency /,
  ]);
  // What keeps the state of the box is never pruned, but stays at its version, and what needs it waits.
  expect(difference(ready, pruned)).toMatchInlineSnapshot(`
    "- Pod msp/email-service
    + HelmRelease alga-system/alga-core  progressing  dependency 'alga-system/pgbouncer' is not ready according to readyExpr eval
    + HelmRelease alga-system/email-service  missing  it does not exist yet
    + HelmRelease alga-system/pgbouncer  ready  Helm upgrade succeeded for release msp/pgbouncer.v4 with chart pgbouncer@0.1.0+DIGEST
    + HelmRelease alga-system/temporal  progressing  dependency 'alga-system/alga-core' is not ready according to readyExpr eval
    + HelmRelease alga-system/temporal-worker  progressing  dependency 'alga-system/alga-core' is not ready according to readyExpr eval
    + HelmRelease alga-system/workflow-worker  progressing  dependency 'alga-system/alga-core' is not ready according to readyExpr eval
    + Kustomization flux-system/alga-appliance  ready  Applied revision: 0.3.0@sha256:DIGEST
    + Kustomization flux-system/alga-releases  ready  Applied revision: 0.3.0@sha256:DIGEST
    + OCIRepository flux-system/alga-appliance  ready  stored artifact for digest '0.3.0@sha256:DIGEST'"
  `);

  const seconds = '--timeout=60s';
  await cluster.kubectl(['delete', 'helmrelease/alga-core', '-n', 'alga-system', seconds]);
  expect(await kept(cluster)).toEqual(before);
  const deleted = await steadyStatusOf(site, [
    /^HelmRelease alga-system\/alga-core {2}missing/,
    /^HelmRelease alga-system\/temporal .* not found/,
    /^HelmRelease alga-system\/temporal-worker .* not found/,
    /^HelmRelease alga-system\/workflow-worker .* not found/,
  ]);
  expect(difference(pruned, deleted)).toMatchInlineSnapshot(`
    "- Job msp/alga-core-sebastian-bootstrap-HASH
    - Pod msp/alga-core-sebastian
    - Pod msp/db-0
    - Pod msp/redis-0
    + HelmRelease alga-system/alga-core  missing  it does not exist yet
    + HelmRelease alga-system/temporal  progressing  unable to get 'alga-system/alga-core' dependency: helmreleases.helm.toolkit.fluxcd.io "alga-core" not found
    + HelmRelease alga-system/temporal-worker  progressing  unable to get 'alga-system/alga-core' dependency: helmreleases.helm.toolkit.fluxcd.io "alga-core" not found
    + HelmRelease alga-system/workflow-worker  progressing  unable to get 'alga-system/alga-core' dependency: helmreleases.helm.toolkit.fluxcd.io "alga-core" not found"
  `);
  const left = await namesOf(cluster, 'helmreleases');
  // It still waits for the other, and could not go while it does.
  await cluster.ready('kustomization/alga-appliance', 'flux-system');
  await cluster.kubectl(['delete', 'kustomization', '--all', '-n', 'flux-system', seconds]);
  expect(await kept(cluster)).toEqual(before);
  expect(await namesOf(cluster, 'helmreleases')).toEqual(left);
  expect(difference(deleted, await statusOf(site))).toMatchInlineSnapshot(`
    "+ Kustomization flux-system/alga-appliance  missing  it does not exist yet
    + Kustomization flux-system/alga-releases  missing  it does not exist yet"
  `);

  // The source is the site's own and has stayed.
  await pointAt(cluster, '0.2.0');
  expect(await site.appliance('bootstrap', '--timeout', '4m')).toMatchObject({
    exitCode: 0,
    findings: [],
  });
  expect(await kept(cluster)).toEqual(before);
  expect(difference(ready, await statusOf(site))).toMatchInlineSnapshot(`
    "+ HelmRelease alga-system/alga-core  ready  Helm install succeeded for release msp/alga-core.v1 with chart sebastian@0.1.0+DIGEST
    + HelmRelease alga-system/email-service  ready  Helm install succeeded for release msp/email-service.v1 with chart email-service@0.1.0+DIGEST
    + HelmRelease alga-system/pgbouncer  ready  Helm upgrade succeeded for release msp/pgbouncer.v5 with chart pgbouncer@0.1.0+DIGEST"
  `);
});

test('a blocked wipe prints the reason, continues, and keeps the namespaces', async (context) => {
  const site = await siteOf(context);
  const { cluster, appliance, begin } = site;
  const namespaces = async () => (await kept(cluster)).filter((id) => id.startsWith('Namespace '));
  const before = await namespaces();
  const held = 'persistentvolumeclaim/alga-core-sebastian-postgres-data';
  const hold = (finalizers: readonly string[]) =>
    cluster.kubectl([
      ...['patch', held, '--namespace=msp', '--type=merge'],
      `--patch=${JSON.stringify({ metadata: { finalizers } })}`,
    ]);
  await hold(['example.invalid/held']);
  const wipe = ['wipe', '--yes', '--profile', profile.name, '--timeout', '2m'];
  const wiping = begin(...wipe);
  await expect
    .poll(wiping.said, patient)
    .toContain('has not removed the finalizers example.invalid/held');
  expect((await statusOf(site)).join('\n')).toMatchInlineSnapshot(`
    "Deployment flux-system/helm-controller  ready
    Deployment flux-system/kustomize-controller  ready
    Deployment flux-system/source-controller  ready
    HelmRelease alga-system/alga-core  missing  it does not exist yet
    HelmRelease alga-system/email-service  missing  it does not exist yet
    HelmRelease alga-system/pgbouncer  missing  it does not exist yet
    HelmRelease alga-system/temporal  missing  it does not exist yet
    HelmRelease alga-system/temporal-worker  missing  it does not exist yet
    HelmRelease alga-system/workflow-worker  missing  it does not exist yet
    Kustomization flux-system/alga-appliance  missing  it does not exist yet
    Kustomization flux-system/alga-releases  missing  it does not exist yet
    OCIRepository flux-system/alga-appliance  ready  stored artifact for digest '0.2.0@sha256:DIGEST'
    OCIRepository flux-system/alga-core  ready  stored artifact for digest '0.1.0@sha256:DIGEST'
    OCIRepository flux-system/email-service  ready  stored artifact for digest '0.1.0@sha256:DIGEST'
    OCIRepository flux-system/pgbouncer  ready  stored artifact for digest '0.1.0@sha256:DIGEST'
    OCIRepository flux-system/temporal  ready  stored artifact for digest '0.1.0@sha256:DIGEST'
    OCIRepository flux-system/temporal-worker  ready  stored artifact for digest '0.1.0@sha256:DIGEST'
    OCIRepository flux-system/workflow-worker  ready  stored artifact for digest '0.1.0@sha256:DIGEST'
    PersistentVolumeClaim msp/alga-core-sebastian-postgres-data  progressing  it is being deleted
    PersistentVolumeClaim msp/alga-core-sebastian-redis-data  ready  Bound
    PersistentVolumeClaim msp/alga-core-sebastian-storage  ready  Bound
    PersistentVolumeClaim msp/alga-core-sebastian-tenant-secrets  ready  Bound
    Secret msp/alga-core-sebastian-secrets  ready
    Secret msp/alga-psa-shared  ready
    Secret msp/db-credentials  ready
    Secret msp/redis-credentials  ready"
  `);
  wiping.interrupt();
  expect(await wiping.outcome).toMatchObject({ exitCode: 130 });
  await hold([]);
  expect(await appliance(...wipe)).toMatchObject({ exitCode: 0, findings: [] });
  expect(await namesOf(cluster, 'helmreleases')).toEqual([]);
  expect(await namesOf(cluster, 'secrets,persistentvolumeclaims', 'msp')).toEqual([]);
  expect(await namespaces()).toEqual(before);
  expect(difference(empty, await statusOf(site))).toMatchInlineSnapshot(`
    "+ Deployment flux-system/helm-controller  ready
    + Deployment flux-system/kustomize-controller  ready
    + Deployment flux-system/source-controller  ready"
  `);
});

test('a wiped appliance is installed again from Git, while every process crashes', async (context) => {
  const site = await siteOf(context);
  const { cluster, folder, appliance, begin } = site;
  await mkdir(join(folder, 'temporal'));
  await using temporal = await startChartRepository(join(folder, 'temporal'));
  const repository = await cluster.git.repository('appliance');
  await copyProfile(repository.directory, (path, text) =>
    path === 'sources/repositories.yaml'
      ? text.replace(/url: ".*"/, `url: "${temporal.url}"`)
      : text,
  );
  await repository.commit();
  // An API server that ends while it makes a Service may keep the node port for a Service that is not there; six minutes later it sees that
  // (Kubernetes pkg/registry/core/service/portallocator/controller/repair.go), and until then Flux tries in vain.
  const installing = begin('bootstrap', '--url', repository.url, '--timeout', '15m');
  await expect
    .poll(() => namesOf(cluster, 'secrets', 'alga-system'), patient)
    .toContain('sh.helm.release.v1.alga-core.v1');
  for (const component of crashing) await cluster.kill(component);
  expect(await statusOf(site)).toEqual(['reachability  https://HOST']);
  for (const component of crashing.toReversed()) await cluster.restart(component);
  expect(await installing.outcome).toMatchObject({ exitCode: 0, findings: [] });
  await expectOrder(cluster, 'first');
  await expectAdmitted(cluster);
  // Whether Helm had to start again depends on the moment of the crash.
  const all = (await statusOf(site)).map((line) =>
    line.replace(/^(HelmRelease .* Helm) \w+ (.*\.)v\d /, '$1 ACTION $2vN '),
  );
  expect(all.join('\n')).toMatchInlineSnapshot(`
    "Deployment flux-system/helm-controller  ready
    Deployment flux-system/kustomize-controller  ready
    Deployment flux-system/source-controller  ready
    GitRepository flux-system/alga-appliance  ready  stored artifact for revision 'main@sha1:DIGEST'
    HelmRelease alga-system/alga-core  ready  Helm ACTION succeeded for release msp/alga-core.vN with chart sebastian@0.1.0
    HelmRelease alga-system/email-service  ready  Helm ACTION succeeded for release msp/email-service.vN with chart email-service@0.1.0
    HelmRelease alga-system/pgbouncer  ready  Helm ACTION succeeded for release msp/pgbouncer.vN with chart pgbouncer@0.1.0
    HelmRelease alga-system/temporal  ready  Helm ACTION succeeded for release msp/temporal.vN with chart temporal@1.6.0
    HelmRelease alga-system/temporal-worker  ready  Helm ACTION succeeded for release msp/temporal-worker.vN with chart temporal-worker@0.1.0
    HelmRelease alga-system/workflow-worker  ready  Helm ACTION succeeded for release msp/workflow-worker.vN with chart workflow-worker@0.1.0
    Job msp/alga-core-sebastian-bootstrap-HASH  ready  complete
    Kustomization flux-system/alga-appliance  ready  Applied revision: main@sha1:DIGEST
    Kustomization flux-system/alga-releases  ready  Applied revision: main@sha1:DIGEST
    PersistentVolumeClaim msp/alga-core-sebastian-postgres-data  ready  Bound
    PersistentVolumeClaim msp/alga-core-sebastian-redis-data  ready  Bound
    PersistentVolumeClaim msp/alga-core-sebastian-storage  ready  Bound
    PersistentVolumeClaim msp/alga-core-sebastian-tenant-secrets  ready  Bound
    Pod msp/alga-core-sebastian  ready
    Pod msp/db-0  ready
    Pod msp/email-service  ready
    Pod msp/pgbouncer  ready
    Pod msp/redis-0  ready
    Pod msp/temporal-server-frontend  ready
    Pod msp/temporal-worker  ready
    Pod msp/workflow-worker  ready
    Secret msp/alga-core-sebastian-secrets  ready
    Secret msp/alga-psa-shared  ready
    Secret msp/db-credentials  ready
    Secret msp/redis-credentials  ready"
  `);

  const before = await versions(cluster);
  expect(await appliance('bootstrap')).toMatchObject({ exitCode: 0, changes: [] });
  expect(await appliance('deploy', '--timeout', '2m')).toMatchObject({ exitCode: 0 });
  expect(await versions(cluster)).toEqual(before);
});
