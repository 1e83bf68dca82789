import { testContract } from '@helm-charts/testing/contract';
import { chart } from '../chart.ts';
import { differences } from './differences.ts';
import { upstream } from './upstream.ts';

// Of the template, of the profile, and of the image.
await testContract(chart, {
  upstream,
  differences,
  counts: { 'temporal-worker': 31 + 3 + 2 },
});
