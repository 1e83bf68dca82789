import { withLine } from '@helm-charts/testing/charts';
import { expect, test } from 'vitest';
import { chartDirectory, one, render } from './testing/render.ts';

const template = async (...chart: Parameters<typeof render>) => {
  const { metadata, spec } = one(await render(...chart), 'Deployment').spec!.template;
  return { checksum: metadata?.annotations?.['checksum/config'], spec };
};
const unchanged = template({});
const certificateAuthority = { existingSecret: 'postgres-ca', key: 'ca.crt' };

test.each([
  { postgres: { host: 'elsewhere' } },
  { postgres: { port: 5433 } },
  { postgres: { database: 'app' } },
  { postgres: { tls: { mode: 'require' } } },
  { postgres: { tls: { certificateAuthority } } },
  { pools: { transaction: { database: 'workers' } } },
  { pools: { transaction: { size: 31 } } },
  { pools: { transaction: { minimum: 1 } } },
  { pools: { session: { database: 'sessions' } } },
  { pools: { session: { size: 21 } } },
  { pools: { session: { minimum: 1 } } },
  { limits: { clients: 501 } },
  { limits: { preparedStatements: 201 } },
  { limits: { idleTransactionSeconds: 301 } },
  { limits: { queryWaitSeconds: 121 } },
  { limits: { serverIdleSeconds: 601 } },
  { service: { port: 6433 } },
  { credentials: { existingSecret: 'others' } },
  { credentials: { keys: { session: 'SERVER' } } },
  { credentials: { keys: { transaction: 'WORKER' } } },
])('a pod is replaced when what it reads changes: %j', async (values) => {
  const changed = await template(values);
  expect(changed.checksum).toMatch(/^[0-9a-f]{64}$/);
  expect(changed.checksum).not.toBe((await unchanged).checksum);
});

test('so it is by another authority', async () => {
  const checksum = async (authority: object) =>
    (await template({ postgres: { tls: { certificateAuthority: authority } } })).checksum;
  const { existingSecret, key } = certificateAuthority;
  const checksums = await Promise.all([
    checksum({ existingSecret, key }),
    checksum({ existingSecret: 'others', key }),
    checksum({ existingSecret, key: 'other.crt' }),
  ]);
  expect(new Set(checksums).size).toBe(3);
});

test.each(['_pgbouncer.ini.tpl', '_start.sh.tpl'])(
  'so it is by a new version of %s',
  async (file) => {
    const { checksum } = await withLine(chartDirectory, file, (chart) => template({}, chart));
    expect(checksum).not.toBe((await unchanged).checksum);
  },
);

test.each([
  { replicas: 2, postgres: { connections: 600 } },
  { networkPolicy: { enabled: true } },
  { pods: { labels: { 'example.com/tier': 'data' } } },
  { pods: { annotations: { 'checksum/config': 'mine', 'example.com/team': 'platform' } } },
  { resources: { limits: { memory: '512Mi' } } },
  { global: { release: '1.4.2' } },
])('what it does not read is not in the checksum: %j', async (values) => {
  expect((await template(values)).checksum).toBe((await unchanged).checksum);
});

test.each([
  { pools: { transaction: { user: 'worker' } } },
  { pools: { session: { user: 'web' } } },
  { image: { tag: 'v1.25.3-p0' } },
])('a pod is replaced by what stands in it itself: %j', async (values) => {
  expect((await template(values)).spec).not.toEqual((await unchanged).spec);
});
