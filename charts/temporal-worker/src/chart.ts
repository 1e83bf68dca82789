import { worker, workerNotes, workerRules } from '@helm-charts/alga';
import { execProbe, httpProbe, probes } from '@helm-charts/blocks';
import { defineChart, file } from '@helm-charts/types';
import { about } from './about.ts';
import { variables } from './environment.ts';
import { scenarios } from './scenarios.ts';
import { port, values } from './values.ts';

export const chart = defineChart({
  name: 'temporal-worker',
  description: 'The worker of Alga PSA that runs the workflows of the application itself.',
  version: '0.1.0',
  appVersion: '1.0.0',
  about,
  home: 'https://github.com/Nine-Minds/alga-psa',
  release: { name: 'temporal-worker', namespace: 'msp' },
  values,
  scenarios,
  rules: workerRules,

  manifests: (v) =>
    worker(v, {
      name: 'temporal-worker',
      port,
      variables: variables(v),
      scripts: { 'polled-queues.cjs': file('polled-queues.cjs') },
      probes: {
        // The worker responds only after it has connected to Temporal and bundled its workflows.
        ...probes(httpProbe('/health', port.name), { startSeconds: 600 }),
        // `/ready` of the worker is constant. A client of Temporal needs a second of CPU, so it asks less often.
        readinessProbe: {
          ...execProbe('exec node /scripts/polled-queues.cjs'),
          periodSeconds: 30,
          timeoutSeconds: 20,
        },
      },
    }),

  notes: (v) => file('NOTES.txt', { ...workerNotes(v), shared: v.sharedSecrets.existingSecret }),
});
