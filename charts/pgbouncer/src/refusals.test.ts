import { refusals } from '@helm-charts/testing/charts';
import { describe, expect, test } from 'vitest';
import { chart } from './chart.ts';

const refusal = refusals(chart);

const withoutSchema = '--skip-schema-validation';

/** Values that break a rule, in the order of the chart's rules. */
const broken: readonly object[] = [
  { postgres: { tls: { mode: 'verify-full' } } },
  { pools: { transaction: { user: 'postgres' } } },
  { pools: { session: { user: 'postgres' } } },
  { postgres: { database: 'postgres' } },
  { pools: { transaction: { database: 'pgbouncer' } } },
  { pools: { session: { database: 'pgbouncer' } } },
  { pools: { transaction: { database: 'one' }, session: { database: 'one' } } },
  { pools: { transaction: { minimum: 31 } } },
  { pools: { session: { minimum: 71 } } },
  { pools: { transaction: { size: 178 } } },
];

test('every rule has values that break it', () => {
  expect(broken).toHaveLength(chart.rules.length);
});

describe.each(chart.rules.map((rule, index) => ({ ...rule, values: broken[index] ?? {} })))(
  '$sentence',
  ({ sentence, values }) => {
    test('is the error of Helm without schema validation', async () => {
      const said = await refusal(values, withoutSchema);
      expect(said).toMatch(/^Error: execution error at \(pgbouncer\/templates\/rules\.yaml:/);
      expect(said.endsWith(`: ${sentence}`)).toBe(true);
    });

    test('is also refused with schema validation', async () => {
      expect(await refusal(values)).toContain(sentence);
    });
  },
);

test.each([
  { pools: { transaction: { size: 30, minimum: 30 }, session: { size: 70, minimum: 70 } } },
  { pools: { transaction: { size: 127 } } },
  { replicas: 3, pools: { transaction: { size: 40 }, session: { size: 25 } } },
  { replicas: 0, pools: { transaction: { size: 500 } } },
  { postgres: { connections: 103 } },
])('what Postgres has to give may be taken to the last: %j', async (values) => {
  expect(await refusal(values)).toBe('rendered');
});

test.each([
  { pools: { session: { size: 168 } } },
  { replicas: 2 },
  { postgres: { connections: 102 } },
])('more than it has is refused, whatever makes it more: %j', async (values) => {
  expect(await refusal(values)).toContain('may open more connections than');
});

test('every verifying TLS mode requires a certificate authority with its Secret and key', async () => {
  const tls = (tls: object) => refusal({ postgres: { tls } }, withoutSchema);
  expect(await tls({ mode: 'verify-ca' })).toContain('needs its authority');
  expect(await tls({ mode: 'require' })).toBe('rendered');
  const existingSecret = 'postgres-ca';
  const nameless = { mode: 'verify-ca', certificateAuthority: { existingSecret } };
  expect(await refusal({ postgres: { tls: nameless } })).toBe(
    "- at '/postgres/tls/certificateAuthority': missing property 'key'",
  );
});

test.each([
  [{ replicas: '1' }, "'/replicas': got string, want integer"],
  [{ pools: { session: { size: 'many' } } }, "'/pools/session/size': got string, want integer"],
  [{ postgres: { port: 70_000 } }, "'/postgres/port': maximum: got 70,000, want 65,535"],
  [{ poolMode: 'session' }, "'': additional properties 'poolMode' not allowed"],
  [
    { pools: { session: { siez: 5 } } },
    "'/pools/session': additional properties 'siez' not allowed",
  ],
  [{ pools: null }, "'': missing property 'pools'"],
  [{ pools: { session: null } }, "'/pools': missing property 'session'"],
  [{ postgres: { host: null } }, "'/postgres': missing property 'host'"],
  [
    { postgres: { tls: { mode: 'prefer' } } },
    "'/postgres/tls/mode': value must be one of 'disable', 'require', 'verify-ca', 'verify-full'",
  ],
])('what the schema alone forbids is said with its place: %j', async (values, problem) => {
  expect(await refusal(values)).toBe(`- at ${problem}`);
});

test.each([
  { postgres: { host: 'db user=postgres' } },
  { postgres: { host: 'db\n[users]' } },
  { postgres: { database: 'server pool_mode=session' } },
  { pools: { session: { database: '*' } } },
  { pools: { session: { user: 'app"user' } } },
  { image: { tag: 'v1 --privileged' } },
  { image: { digest: 'sha256:1' } },
  { credentials: { existingSecret: '' } },
  { credentials: { keys: { session: '../superuser' } } },
])('nothing can be smuggled into a file or a path: %j', async (values) => {
  expect(await refusal(values)).toMatch(/^- at '[/\w]+': '.*' does not match pattern/s);
});

test('without schema validation, the error still names a missing parent', async () => {
  expect(await refusal({ pools: null }, withoutSchema)).toContain('<.Values.pools.');
  expect(await refusal({ pools: { session: null } }, withoutSchema)).toContain(
    '<.Values.pools.session.',
  );
  expect(await refusal({ postgres: null }, withoutSchema)).toContain('<.Values.postgres.');
  expect(await refusal({ credentials: null }, withoutSchema)).toContain('<.Values.credentials.');
});
