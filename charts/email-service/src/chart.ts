import { worker, workerNotes, workerRules } from '@helm-charts/alga';
import { httpProbe, probes } from '@helm-charts/blocks';
import { defineChart, file } from '@helm-charts/types';
import { about } from './about.ts';
import { variables } from './environment.ts';
import { scenarios } from './scenarios.ts';
import { port, values } from './values.ts';

export const chart = defineChart({
  name: 'email-service',
  description: 'The service of Alga PSA that fetches mail by IMAP.',
  version: '0.1.0',
  appVersion: '1.0.0',
  about,
  home: 'https://github.com/Nine-Minds/alga-psa',
  release: { name: 'email-service', namespace: 'msp' },
  values,
  scenarios,
  rules: workerRules,

  manifests: (v) =>
    worker(v, {
      name: 'email-service',
      port,
      variables: variables(v),
      probes: probes(httpProbe('/health'), { startSeconds: 300 }),
    }),

  notes: (v) => file('NOTES.txt', workerNotes(v)),
});
