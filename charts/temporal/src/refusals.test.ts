import { refusals } from '@helm-charts/testing/charts';
import { expect, test } from 'vitest';
import { chart } from './chart.ts';

const refusal = refusals(chart);

test.each([
  [{ server: { topology: 'many' } }, "'/server/topology': value must be one of"],
  [{ server: { image: { tag: 'latest' } } }, "'/server/image/tag'"],
  [{ server: { historyShards: 0 } }, "'/server/historyShards': minimum: got 0, want 1"],
  [{ server: { resources: { limits: { memory: 'much' } } } }, "'/server/resources/limits/memory'"],
  [{ server: { dynamicConfig: { 'limit.size': 'a\nb' } } }, "'/server/dynamicConfig/limit.size'"],
  [{ service: { port: -1 } }, "'/service/port': minimum: got -1, want 1"],
  [{ namespace: { retention: 'for ever' } }, "'/namespace/retention'"],
  [{ database: { connections: 1 } }, "'/database/connections': minimum: got 1, want 2"],
  [{ database: { pool: true } }, "at '/database': additional properties 'pool' not allowed"],
  [
    { database: { visibility: 'temporal', name: 'temporal' } },
    'Workflows and what is searched have a database each: choose another database.visibility.',
  ],
  [
    { database: { user: 'postgres' } },
    'The server must not be the superuser: choose another database.user.',
  ],
])('%j is refused', async (values, sentence) => {
  expect(await refusal(values)).toContain(sentence);
});
