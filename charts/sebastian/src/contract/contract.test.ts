import { testContract } from '@helm-charts/testing/contract';
import { chart } from '../chart.ts';
import { differences } from './differences.ts';
import { upstream } from './upstream/index.ts';

await testContract(chart, {
  upstream,
  differences,
  counts: {
    sebastian: 175,
    bootstrap: 47,
    'wait-for-bootstrap': 8,
    postgres: 1,
    redis: 1,
    hocuspocus: 15,
    'wait-for-redis': 5,
  },
});
