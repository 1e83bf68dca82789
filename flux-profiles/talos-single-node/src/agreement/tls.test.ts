import { chart as pgbouncer } from '@helm-charts/chart-pgbouncer';
import { type Database, startDatabase } from '@helm-charts/chart-pgbouncer/testing/database';
import { startPool } from '@helm-charts/chart-pgbouncer/testing/pool';
import { render } from '@helm-charts/chart-pgbouncer/testing/render';
import { containersOf, podsOf, rendering } from '@helm-charts/testing/charts';
import { makeCertificate, orSkip } from '@helm-charts/testing/servers';
import type { Chart } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { profile } from '../profile.ts';
import { charts } from './beside.ts';

const [certificate] = profile.certificates;

const pooler = () => render(pgbouncer.scenarios.appliance);

/** The pods of a chart on the appliance. */
const pods = async (chart: Chart) =>
  // An overlay is an object.
  podsOf(await rendering(chart).render(chart.scenarios.appliance as object));

test('everything that connects to Postgres by its host verifies the certificate that the appliance makes', async () => {
  for (const pod of (await Promise.all(charts.map(pods))).flat()) {
    const direct = containersOf(pod).filter(({ name, env = [] }) => {
      const text = JSON.stringify(env);
      return text.includes('db.msp.svc.cluster.local') && !unverified.includes(name);
    });
    for (const { name, env = [], volumeMounts = [] } of direct) {
      const file = env.find(({ value }) => value?.endsWith('/ca.crt'))?.value ?? '';
      const mount = volumeMounts.find(({ mountPath }) => file.startsWith(`${mountPath}/`));
      const volume = pod.spec.volumes?.find((one) => one.name === mount?.name);
      expect(volume?.secret, `${pod.id} ${name}`).toMatchObject({
        secretName: certificate?.secret,
        optional: true,
        items: [{ key: 'ca.crt' }],
      });
    }
  }
});

/** The application has no setting for TLS to Postgres (docs/operations.md, TLS to Postgres). */
const unverified = ['sebastian', 'hocuspocus'];

test('the certificate is for the host that clients connect to', async () => {
  const text = JSON.stringify([
    await pooler(),
    profile.releases.find(({ helmRelease }) => helmRelease.metadata?.name === 'temporal')?.values,
  ]);
  expect([...text.matchAll(/\bdb\.[a-z.]+/g)].map(([host]) => host)).toEqual(
    expect.arrayContaining(['db.msp.svc.cluster.local']),
  );
  expect(certificate?.hosts).toContain('db.msp.svc.cluster.local');
});

const encrypted = async (database: Database, authority?: string): Promise<unknown> => {
  await using pool = await startPool(await pooler(), database, authority);
  await using connection = await pool.connect('app_user');
  const [row] = await connection.query('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()');
  return row?.ssl;
};

test('PgBouncer verifies the certificate of Postgres if the Secret exists, and otherwise encrypts if Postgres can', async (context) => {
  const { authority, ...tls } = await orSkip(context, makeCertificate('127.0.0.1'));
  {
    await using database = await orSkip(context, startDatabase({ tls }));
    expect(await orSkip(context, encrypted(database, authority))).toBe(true);
    expect(await orSkip(context, encrypted(database))).toBe(true);
  }
  await using database = await orSkip(context, startDatabase());
  expect(await orSkip(context, encrypted(database))).toBe(false);
});
