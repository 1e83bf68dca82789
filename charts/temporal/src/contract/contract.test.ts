import { testContract } from '@helm-charts/testing/contract';
import { chart } from '../chart.ts';
import { differences } from './differences.ts';
import { upstream } from './upstream.ts';

await testContract(chart, {
  upstream,
  differences,
  counts: { temporal: 11, ui: 2, 'create-namespace': 3 },
});
