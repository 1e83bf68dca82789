import { images, workerScenarios } from '@helm-charts/alga';
import type { Scenarios } from '@helm-charts/types';
import type { values } from './values.ts';

export const scenarios = {
  ...workerScenarios,
  appliance: { ...workerScenarios.appliance, image: images['workflow-worker'] },
  everything: {
    ...workerScenarios.everything,
    secrets: {
      existingSecret: 'application',
      keys: { nextauth: 'session', crypt: 'crypt', token: 'token' },
    },
    crypto: { iterations: 20_000 },
    temporal: { host: 'temporal.example.com', port: 7234, namespace: 'alga' },
    workflow: {
      events: { consumerGroup: 'alga', batch: 20, pollMilliseconds: 1000 },
      streams: { prefix: 'alga:', consumerGroup: 'alga', idleMilliseconds: 30_000, retries: 0 },
      correlationPaths: '{"ticket":"payload.ticketId"}',
      verbose: true,
    },
  },
} satisfies Scenarios<typeof values>;
