import { testContract } from '@helm-charts/testing/contract';
import { chart } from '../chart.ts';
import { differences } from './differences.ts';
import { upstream } from './upstream.ts';

// Of the template and of the image.
await testContract(chart, {
  upstream,
  differences,
  counts: { 'email-service': 44 + 4, 'wait-for-bootstrap': 5 },
});
