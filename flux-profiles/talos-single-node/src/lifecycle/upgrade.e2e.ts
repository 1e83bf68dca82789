import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { expectAdmitted } from '../testing/admitted.ts';
import { close, leaveOut, open, publishVersion } from '../testing/change.ts';
import { startInstalledSite } from '../testing/installed.ts';
import { changed, namesOf, templates } from '../testing/observe.ts';
import { expectOrder } from '../testing/order.ts';
import { shareSite } from '../testing/share.ts';
import { difference, patient, statusOf, steadyStatusOf } from '../testing/status.ts';

const siteOf = shareSite(startInstalledSite);

test('another image in the values of the site rolls only its own pods', async (context) => {
  const site = await siteOf(context);
  const { cluster, folder, appliance, ready } = site;
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
  const { cluster, begin, ready } = site;
  const before = await templates(cluster);
  const jobs = await namesOf(cluster, 'jobs', 'msp');
  await publishVersion(site, '0.2.0', (path, text) =>
    path === 'releases/alga-core/values.yaml'
      ? text.replace(/(\nserver:\n {2}image:\n {4}repository: .*\n {4}tag: ).*/, '$1"9.9.9"')
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
    + Pod msp/alga-core-sebastian  progressing  0/1 nodes are available: 1 node(s) were unschedulable. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.
    + Tenant msp  progressing  the bootstrap has not completed yet"
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
});
