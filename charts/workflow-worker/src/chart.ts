import { worker, workerNotes, workerRules } from '@helm-charts/alga';
import { httpProbe, probes } from '@helm-charts/blocks';
import { defineChart, file } from '@helm-charts/types';
import { about } from './about.ts';
import { variables } from './environment.ts';
import { scenarios } from './scenarios.ts';
import { port, values } from './values.ts';

export const chart = defineChart({
  name: 'workflow-worker',
  description: 'The worker of Alga PSA that runs the workflows of users.',
  version: '0.1.0',
  appVersion: '1.0.0',
  about,
  home: 'https://github.com/Nine-Minds/alga-psa',
  release: { name: 'workflow-worker', namespace: 'msp' },
  values,
  scenarios,
  rules: workerRules,

  manifests: (v) =>
    worker(v, {
      name: 'workflow-worker',
      port,
      variables: variables(v),
      // The entrypoint of the image waits for Redis and Temporal, which may start late.
      probes: probes(httpProbe('/health'), { alive: httpProbe('/livez'), startSeconds: 600 }),
    }),

  notes: (v) => file('NOTES.txt', workerNotes(v)),
});
