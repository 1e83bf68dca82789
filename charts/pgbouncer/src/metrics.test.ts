import { exporterMount, exporterUser } from '@helm-charts/alga';
import { all, one } from '@helm-charts/testing/charts';
import { orSkip } from '@helm-charts/testing/servers';
import { expect, test } from 'vitest';
import { scenarios } from './scenarios.ts';
import { shared, startDatabase } from './testing/database.ts';
import { startPool } from './testing/pool.ts';
import { containerOf, podOf, render, renderScenarios } from './testing/render.ts';

const database = shared(startDatabase);
const withMetrics = render(scenarios.metrics);

test('the user of the exporter reads the statistics of PgBouncer, and may do nothing else', async (context) => {
  const starting = startPool(await withMetrics, await orSkip(context, database()));
  await using pool = await orSkip(context, starting);
  // What the exporter reads: a line of a password file of libpq.
  const line = await pool.pod.read(`${exporterMount}/pgpass`);
  const [, password = ''] = /^\*:\*:\*:\*:(\w{48})\n$/.exec(line) ?? [];
  const login = { user: exporterUser, password, database: 'pgbouncer' };
  await using console = await pool.connect('app_user', login);
  for (const statement of ['SHOW STATS', 'SHOW POOLS', 'SHOW CLIENTS', 'SHOW CONFIG']) {
    expect((await console.query(statement)).length, statement).toBeGreaterThan(0);
  }
  for (const statement of ['PAUSE', 'RELOAD', 'KILL server', 'SHUTDOWN', 'SET pool_mode = session'])
    await expect(console.query(statement), statement).rejects.toThrow('admin access needed');
  await expect(pool.connect('app_user', { ...login, database: 'server' })).rejects.toThrow();
  await expect(pool.connect('app_user', { database: 'pgbouncer' })).rejects.toThrow('not allowed');
  expect(pool.pod.traces).not.toContain(password);
});

test('a PodMonitor exists only where the cluster has the API', async () => {
  const rendered = await renderScenarios();
  const kinds = (wanted: string) =>
    rendered.find(({ name }) => name === wanted)!.manifests.map(({ kind }) => kind);
  expect(kinds('metrics')).toContain('PodMonitor');
  // Metrics are enabled there, too.
  expect(kinds('everything')).not.toContain('PodMonitor');
  const { manifests } = rendered.find(({ name }) => name === 'metrics')!;
  const monitor = manifests.find(({ kind }) => kind === 'PodMonitor')!;
  const { selector, template } = one(manifests, 'Deployment').spec!;
  expect(monitor).toMatchObject({
    metadata: { labels: { release: 'kube-prometheus-stack' } },
    spec: { selector, podMetricsEndpoints: [{ port: 'metrics', interval: '30s' }] },
  });
  expect(template.metadata?.labels).toMatchObject(selector.matchLabels!);
});

test('only the namespace of Prometheus reaches the exporter, and only that', async () => {
  const [policy] = all(await withMetrics, 'NetworkPolicy');
  expect(policy?.spec?.ingress).toEqual([
    { from: [{ podSelector: {} }], ports: [{ port: 'pgbouncer', protocol: 'TCP' }] },
    {
      from: [
        { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } },
      ],
      ports: [{ port: 'metrics', protocol: 'TCP' }],
    },
  ]);
});

test('without metrics there is neither the exporter nor its user', async () => {
  expect(JSON.stringify(await render({}))).not.toMatch(/exporter|stats_users|metrics/);
});

test('the exporter has the password in a file only, and nothing of the Secrets', async () => {
  const manifests = await withMetrics;
  const { env, volumeMounts } = containerOf(manifests, 'pgbouncer-exporter');
  expect(env).toEqual([{ name: 'PGPASSFILE', value: `${exporterMount}/pgpass` }]);
  expect(volumeMounts?.map(({ name }) => name)).toEqual(['exporter']);
  expect(podOf(manifests).volumes).toContainEqual({
    name: 'exporter',
    emptyDir: { medium: 'Memory', sizeLimit: '1Mi' },
  });
});
