import { expect, test } from 'vitest';
import { expectAdmitted } from '../testing/admitted.ts';
import { close, open } from '../testing/change.ts';
import { beginInstallation } from '../testing/installed.ts';
import { versions } from '../testing/observe.ts';
import { expectOrder } from '../testing/order.ts';
import { shareSite } from '../testing/share.ts';
import { startSite } from '../testing/site.ts';
import { found, statusOf, steadyStatusOf } from '../testing/status.ts';

const siteOf = shareSite(startSite);

/** What `status` says where all is well, air-gapped. */
let ready: readonly string[] = [];

test('an air-gapped installation prints what it waits for, and can be interrupted', async (context) => {
  const site = await siteOf(context);
  const { cluster, appliance } = site;
  expect((await statusOf(site)).join('\n')).toMatchInlineSnapshot(`
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
    Secret msp/db-tls  missing  it does not exist, so connections to db are not encrypted; run "alga-appliance deploy"
    Secret msp/redis-credentials  missing  it does not exist; run "alga-appliance bootstrap"
    Tenant msp  progressing  the bootstrap has not completed yet"
  `);

  const installing = await beginInstallation(site, { beforeFlux: () => close(cluster) });
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
    Secret msp/db-tls  ready  valid until 2036-11-26
    Secret msp/redis-credentials  ready
    Tenant msp  progressing  the bootstrap has not completed yet"
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
    Pod msp/temporal  ready
    Pod msp/temporal-worker  ready
    Pod msp/workflow-worker  ready
    Secret msp/alga-core-sebastian-secrets  ready
    Secret msp/alga-psa-shared  ready
    Secret msp/db-credentials  ready
    Secret msp/db-tls  ready  valid until 2036-11-26
    Secret msp/redis-credentials  ready
    Tenant msp  unknown  no run of the bootstrap is left that says whether there is one; "alga-appliance tenant" finds out"
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
