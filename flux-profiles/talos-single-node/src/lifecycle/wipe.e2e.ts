import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { profile } from '../profile.ts';
import { expectAdmitted } from '../testing/admitted.ts';
import { crashing } from '../testing/change.ts';
import { startChartRepository } from '../testing/charts.ts';
import { copyProfile } from '../testing/copy.ts';
import { startInstalledSite } from '../testing/installed.ts';
import { kept, namesOf, versions } from '../testing/observe.ts';
import { expectOrder } from '../testing/order.ts';
import { shareSite } from '../testing/share.ts';
import { difference, patient, statusOf } from '../testing/status.ts';

const siteOf = shareSite(startInstalledSite);

test('a blocked wipe prints the reason, continues, and keeps the namespaces', async (context) => {
  const site = await siteOf(context);
  const { cluster, appliance, begin, empty } = site;
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
    OCIRepository flux-system/alga-appliance  ready  stored artifact for digest '0.1.0@sha256:DIGEST'
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
    Secret msp/db-tls  ready  valid until 2036-11-26
    Secret msp/redis-credentials  ready
    Tenant msp  unknown  no run of the bootstrap is left that says whether there is one; "alga-appliance tenant" finds out"
  `);
  wiping.interrupt();
  expect(await wiping.outcome).toMatchObject({ exitCode: 130 });
  await hold([]);
  expect(await appliance(...wipe)).toMatchObject({ exitCode: 0, findings: [] });
  expect(await namesOf(cluster, 'helmreleases')).toEqual([]);
  // Machines of the site trust the authority, so the certificate stays.
  expect(await namesOf(cluster, 'secrets,persistentvolumeclaims', 'msp')).toEqual([
    'alga-tls',
    'alga-tls-authority',
  ]);
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
    PersistentVolumeClaim msp/alga-core-sebastian-backups  ready  Bound
    PersistentVolumeClaim msp/alga-core-sebastian-postgres-data  ready  Bound
    PersistentVolumeClaim msp/alga-core-sebastian-redis-data  ready  Bound
    PersistentVolumeClaim msp/alga-core-sebastian-storage  ready  Bound
    PersistentVolumeClaim msp/alga-core-sebastian-tenant-secrets  ready  Bound
    Pod msp/alga-core-sebastian  ready
    Pod msp/alga-core-sebastian-tls  ready
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
    Secret msp/db-tls  ready  valid until 2036-11-26
    Secret msp/redis-credentials  ready
    Tenant msp  unknown  no run of the bootstrap is left that says whether there is one; "alga-appliance tenant" finds out"
  `);

  const before = await versions(cluster);
  expect(await appliance('bootstrap')).toMatchObject({ exitCode: 0, changes: [] });
  expect(await appliance('deploy', '--timeout', '2m')).toMatchObject({ exitCode: 0 });
  expect(await versions(cluster)).toEqual(before);
});
