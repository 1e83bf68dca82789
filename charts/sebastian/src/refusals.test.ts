import { describe, expect, test } from 'vitest';
import { refusals } from '../../../tools/charts/refusal.ts';
import { chart } from './chart.ts';

const refusal = refusals(chart);

/** Values that break a rule, in the order of the chart's rules. */
const broken: readonly object[] = [
  { database: { server: { user: 'postgres' } } },
  { database: { server: { poolUser: 'postgres' } } },
  { database: { hocuspocus: { name: 'server' } } },
  { tenantSecrets: { writeTo: 'vault' } },
  { server: { service: { nodePort: 30_300 } } },
];

test('every rule is broken once', () => {
  expect(broken).toHaveLength(chart.rules.length);
});

describe.each(chart.rules.map((rule, index) => ({ ...rule, values: broken[index] ?? {} })))(
  '$sentence',
  ({ sentence, values }) => {
    test('is what Helm says, whether it asks the schema or not', async () => {
      expect(await refusal(values)).toContain(sentence);
      expect(await refusal(values, '--skip-schema-validation')).toContain(sentence);
    });
  },
);

test.each([
  [{ postgres: { type: 'external' } }, "at '/postgres/external': missing property 'host'"],
  [{ redis: { type: 'external' } }, "at '/redis/external': missing property 'host'"],
  [{ storage: { type: 's3' } }, "at '/storage/s3': missing property 'bucket'"],
  [
    { connection: { type: 'pool', pool: { host: null } } },
    "at '/connection/pool': missing property 'host'",
  ],
  [{ mail: { type: 'smtp' } }, "at '/mail/smtp': missing properties"],
  [{ server: { image: { tag: 'latest' } } }, "at '/server/image/tag'"],
  [{ server: { image: { repository: 'Alga PSA' } } }, "at '/server/image/repository'"],
  [{ server: { service: { port: -1 } } }, "at '/server/service/port': minimum: got -1, want 1"],
  [
    { postgres: { inChart: { volume: { size: 'large' } } } },
    "at '/postgres/inChart/volume/size': 'large' does not match pattern",
  ],
  [{ sever: {} }, "at '': additional properties 'sever' not allowed"],
  [{ version: 'latest' }, "at '/version': 'latest' does not match pattern"],
])('%j is refused before any template runs', async (values, message) => {
  expect(await refusal(values)).toContain(message);
});
