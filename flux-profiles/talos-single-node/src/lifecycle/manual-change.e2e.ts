import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pointAt, publishVersion } from '../testing/change.ts';
import { startInstalledSite } from '../testing/installed.ts';
import { kept, namesOf } from '../testing/observe.ts';
import { shareSite } from '../testing/share.ts';
import { difference, patient, statusOf, steadyStatusOf } from '../testing/status.ts';

const siteOf = shareSite(startInstalledSite);

test('manual changes are reported, and stay', async (context) => {
  const site = await siteOf(context);
  const { cluster, ready } = site;
  const scale = async (replicas: number): Promise<void> => {
    const email = ['deployment/email-service', '--namespace=msp'];
    await cluster.kubectl(['scale', `--replicas=${replicas}`, ...email]);
    await cluster.kubectl(['rollout', 'status', ...email]);
    await cluster.reconcile('helmrelease/email-service', 'alga-system');
  };
  await scale(2);
  expect(difference(ready, await statusOf(site))).toMatchInlineSnapshot(
    `"+ HelmRelease alga-system/email-service  drifted  Cluster state of release msp/email-service.v1 has drifted from the desired state: Deployment/msp/email-service changed (0 additions, 1 changes, 0 removals)"`,
  );
  expect(await cluster.get('deployment/email-service', 'msp')).toMatchObject({
    spec: { replicas: 2 },
  });
  await scale(1);
  await expect.poll(() => statusOf(site), patient).toEqual(ready);
});

test('lost credentials are restored from their export, not created again', async (context) => {
  const site = await siteOf(context);
  const { cluster, folder, appliance, ready } = site;
  const secret = async () => (await cluster.get('secret/db-credentials', 'msp')).data;
  const before = await secret();
  await writeFile(join(folder, 'passphrase'), 'four words and a number\n', { mode: 0o600 });
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
  const { cluster, ready } = site;
  const before = await kept(cluster);
  expect(before.filter((id) => id.startsWith('PersistentVolumeClaim msp/alga-core'))).toHaveLength(
    5,
  );
  await publishVersion(site, '0.2.0', (path, text) =>
    path === 'releases/kustomization.yaml'
      ? text.replace(/ {2}- "(alga-core|email-service)"\n/g, '')
      : text,
  );
  await pointAt(cluster, '0.2.0');
  await cluster.reconcile('ocirepository/alga-appliance', 'flux-system');
  await cluster.reconcile('kustomization/alga-releases', 'flux-system');
  const pruned = await steadyStatusOf(site, [
    /^Kustomization flux-system\/alga-appliance {2}ready .* 0\.2\.0@/,
    /^HelmRelease alga-system\/email-service {2}missing/,
    /^HelmRelease alga-system\/pgbouncer {2}ready .*\.v2 /,
    /^HelmRelease alga-system\/alga-core .* dependency /,
    /^HelmRelease alga-system\/workflow-worker .* dependency /,
  ]);
  // What keeps the state of the box is never pruned, but stays at its version, and what needs it waits.
  expect(difference(ready, pruned)).toMatchInlineSnapshot(`
    "- Pod msp/email-service
    + HelmRelease alga-system/alga-core  progressing  dependency 'alga-system/pgbouncer' is not ready according to readyExpr eval
    + HelmRelease alga-system/email-service  missing  it does not exist yet
    + HelmRelease alga-system/pgbouncer  ready  Helm upgrade succeeded for release msp/pgbouncer.v2 with chart pgbouncer@0.1.0+DIGEST
    + HelmRelease alga-system/temporal  progressing  dependency 'alga-system/alga-core' is not ready according to readyExpr eval
    + HelmRelease alga-system/temporal-worker  progressing  dependency 'alga-system/alga-core' is not ready according to readyExpr eval
    + HelmRelease alga-system/workflow-worker  progressing  dependency 'alga-system/alga-core' is not ready according to readyExpr eval
    + Kustomization flux-system/alga-appliance  ready  Applied revision: 0.2.0@sha256:DIGEST
    + Kustomization flux-system/alga-releases  ready  Applied revision: 0.2.0@sha256:DIGEST
    + OCIRepository flux-system/alga-appliance  ready  stored artifact for digest '0.2.0@sha256:DIGEST'"
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
    - Pod msp/alga-core-sebastian-tls
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
  await pointAt(cluster, '0.1.0');
  expect(await site.appliance('bootstrap', '--timeout', '4m')).toMatchObject({
    exitCode: 0,
    findings: [],
  });
  expect(await kept(cluster)).toEqual(before);
  expect(difference(ready, await statusOf(site))).toMatchInlineSnapshot(
    `"+ HelmRelease alga-system/pgbouncer  ready  Helm upgrade succeeded for release msp/pgbouncer.v3 with chart pgbouncer@0.1.0+DIGEST"`,
  );
});
