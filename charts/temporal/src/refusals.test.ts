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
    'database.visibility is the database of the workflows; the visibility store needs its own: set another name.',
  ],
  [
    { database: { user: 'postgres' } },
    'database.user is the superuser, which the server must not use: set another role.',
  ],
])('%j is refused', async (values, sentence) => {
  expect(await refusal(values)).toContain(sentence);
});
