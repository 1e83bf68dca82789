import { expect, test } from 'vitest';
import { startInstalledSite } from '../testing/installed.ts';
import { namesOf } from '../testing/observe.ts';
import { shareSite } from '../testing/share.ts';
import { patient, statusOf } from '../testing/status.ts';

const siteOf = shareSite(startInstalledSite);

test('a backup is a Job of the CronJob, under Pod Security restricted', async (context) => {
  const { cluster, appliance } = await siteOf(context);
  expect(await appliance('backup', '--timeout', '2m')).toMatchObject({ exitCode: 0, findings: [] });
  const jobs = await cluster.list('jobs', 'msp');
  const job = jobs.find(({ metadata }) => /-backup-\d+$/.test(metadata.name));
  expect(job?.status?.conditions?.map(({ type }) => type)).toContain('Complete');
});

test('a restore starts Postgres again while nothing else runs, and has Helm create the Jobs again', async (context) => {
  const site = await siteOf(context);
  const { cluster, appliance, begin } = site;
  const before = await cluster.get('pod/db-0', 'msp');
  const [job = ''] = (await namesOf(cluster, 'jobs', 'msp')).filter((name) =>
    name.includes('-bootstrap-'),
  );
  const old = await cluster.get(`job/${job}`, 'msp');
  const backup = ['restore', '--backup', '2026-01-31T023000Z', '--timeout', '5m'];
  expect(await appliance(...backup)).toMatchObject({ exitCode: 2 });
  expect((await cluster.get('pod/db-0', 'msp')).metadata.uid).toBe(before.metadata.uid);

  const restoring = begin(...backup, '--replace');
  expect(await restoring.outcome).toMatchObject({ exitCode: 0, findings: [] });
  expect((await cluster.get('pod/db-0', 'msp')).metadata.uid).not.toBe(before.metadata.uid);
  expect(restoring.said()).toContain('changed Deployment msp/alga-core-sebastian (0 pods)');
  await expect
    // The bootstrap, which does not run here, says whether there is a tenant.
    .poll(
      async () => (await statusOf(site)).filter((line) => !/^Tenant | {2}ready/.test(line)),
      patient,
    )
    .toEqual([]);
  expect((await cluster.get(`job/${job}`, 'msp')).metadata.uid).not.toBe(old.metadata.uid);
  expect(await namesOf(cluster, 'secrets', 'msp')).not.toContain('alga-core-sebastian-restore');
  for (const { metadata, spec } of await cluster.list('deployments', 'msp')) {
    const { replicas } = spec as { readonly replicas: number };
    expect([metadata.name, replicas > 0]).toEqual([metadata.name, true]);
  }
});
