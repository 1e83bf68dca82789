import { testRefusals } from '@helm-charts/testing/workers';
import { chart } from './chart.ts';

testRefusals(chart, [
  [{ temporal: { taskQueues: ['workflow-runtime-v2'] } }, "at '/temporal/taskQueues/0'"],
  [{ temporal: { taskQueues: ['a,b'] } }, "at '/temporal/taskQueues/0'"],
  [{ temporal: { taskQueues: [] } }, "at '/temporal/taskQueues': minItems: got 0, want 1"],
  [{ temporal: { taskQueues: 'tenant-workflows' } }, 'got string, want array'],
  [{ temporal: { activities: 0 } }, "at '/temporal/activities': minimum: got 0, want 1"],
  [{ global: { address: { host: 'https://alga.local' } } }, "at '/global/address/host'"],
  [{ global: { address: { scheme: 'ftp' } } }, "at '/global/address/scheme'"],
  [{ server: { port: 0 } }, "at '/server/port': minimum: got 0, want 1"],
  [{ deploymentProfile: 'local' }, "at '/deploymentProfile'"],
  [{ internalSecret: { existingSecret: 'shared' } }, "missing property 'key'"],
]);
