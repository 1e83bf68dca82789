import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { expectAdmitted } from '../testing/admitted.ts';
import { close, open } from '../testing/change.ts';
import { startInstalledSite } from '../testing/installed.ts';
import { endBootstrap, reportBootstrap } from '../testing/job.ts';
import { shareSite } from '../testing/share.ts';
import { difference, statusOf, steadyStatusOf } from '../testing/status.ts';

const siteOf = shareSite(startInstalledSite);

/** What `status` says where all is well. */
let ready: readonly string[] = [];

test('the first tenant comes with a new run of the bootstrap', async (context) => {
  const site = await siteOf(context);
  const { cluster, folder, appliance, begin } = site;
  ready = site.ready;
  await reportBootstrap(cluster, '{"tenant":"missing"}');
  expect(difference(ready, await statusOf(site))).toMatchInlineSnapshot(
    `"+ Tenant msp  missing  nobody can log in; create the tenant with "alga-appliance tenant""`,
  );
  const file = join(folder, 'tenant.yaml');
  const tenant = {
    organisation: 'Engines',
    firstName: 'Ada',
    lastName: 'L',
    email: 'ada@a.example',
  };
  const text = JSON.stringify({ ...tenant, password: 'Correct-horse: 1' });
  await writeFile(file, text, { mode: 0o600 });
  await close(cluster);
  const adding = begin('tenant', '--tenant-file', file, '--timeout', '2m');
  await endBootstrap(cluster, {
    exitCode: 0,
    message: '{"tenant":"present","administrator":"present"}',
  });
  const { exitCode, changes } = await adding.outcome;
  expect([exitCode, ...changes.map(({ action, what }) => `${action} ${what}`)]).toEqual([
    0,
    'create Secret msp/appliance-initial-tenant',
    expect.stringMatching(/^change Job msp\/alga-core-sebastian-bootstrap-/),
    'create ConfigMap msp/appliance-tenant',
    'delete Secret msp/appliance-initial-tenant',
  ]);
  expect(adding.said()).toContain('its administrator can log in at https://');
  await open(cluster);
  expect(difference(ready, await statusOf(site))).toBe('+ Tenant msp  ready');
  ready = await statusOf(site);
  await expectAdmitted(cluster);
  expect(await appliance('tenant', '--tenant-file', file)).toMatchObject({
    exitCode: 2,
    changes: [],
  });
});

test('a Job that is gone comes again with its release, and one that waits after a failure starts at once', async (context) => {
  const site = await siteOf(context);
  const { cluster, appliance, begin } = site;
  await cluster.kubectl(['delete', 'configmap/appliance-tenant', '--namespace=msp']);
  const component = ['--selector=app.kubernetes.io/component=bootstrap', '--namespace=msp'];
  await cluster.kubectl(['delete', 'jobs', ...component]);
  const gone = difference(ready, await statusOf(site));
  expect(gone).toContain('- Job msp/alga-core-sebastian-bootstrap-HASH\n+ Tenant msp  unknown  ');
  await close(cluster);
  const finding = begin('tenant', '--timeout', '4m');
  // Kubernetes waits for 10, 20 and then 40 seconds.
  for (const code of [11, 11, 11]) {
    await endBootstrap(cluster, { exitCode: code, message: 'first\nbootstrap: refused' });
  }
  const failed = await steadyStatusOf(site, [/^Job msp\/alga-core.* failed /]);
  expect(difference(ready, failed)).toMatchInlineSnapshot(`
    "+ HelmRelease alga-system/alga-core  progressing  Running 'upgrade' action with timeout of 30m0s
    + Job msp/alga-core-sebastian-bootstrap-HASH  failed  exit code 11: bootstrap: refused; it is tried again within 10 minutes, and at once with "alga-appliance deploy"
    + Tenant msp  progressing  the bootstrap has not completed yet"
  `);
  const before = Date.now();
  const deploying = begin('deploy', '--timeout', '4m');
  await endBootstrap(cluster, { exitCode: 0, message: '{"tenant":"present"}' });
  expect(Date.now() - before).toBeLessThan(20_000);
  await open(cluster);
  expect(await deploying.outcome).toMatchObject({ exitCode: 0 });
  // It was there before, and this command creates the first one only.
  expect(await finding.outcome).toMatchObject({ exitCode: 2 });
  expect(difference(ready, await statusOf(site))).toMatchInlineSnapshot(
    `"+ HelmRelease alga-system/alga-core  ready  Helm upgrade succeeded for release msp/alga-core.v2 with chart sebastian@0.1.0+DIGEST"`,
  );
  const { status } = await appliance('status');
  expect(status.filter(({ layer, state }) => layer !== 'address' && state !== 'ready')).toEqual([]);
});
