import { testRefusals } from '@helm-charts/testing/workers';
import { chart } from './chart.ts';

testRefusals(chart, [
  [{ workflow: { events: { batch: 0 } } }, "at '/workflow/events/batch': minimum: got 0, want 1"],
  [{ workflow: { streams: { retries: -1 } } }, "at '/workflow/streams/retries'"],
  [{ workflow: { verbose: 'yes' } }, "at '/workflow/verbose': got string, want boolean"],
  [{ workflow: { pollIntervalMs: 1 } }, "additional properties 'pollIntervalMs' not allowed"],
  [{ crypto: { algorithm: 'md5' } }, "at '/crypto/algorithm'"],
  [{ temporal: { host: 'temporal:7233/x' } }, "at '/temporal/host'"],
]);
