import { defineProfile, gitRepository, install, namespace } from '@helm-charts/types';
import { chart as pgbouncer } from '#charts/pgbouncer';
import { expects } from './expects.ts';

export const profile = defineProfile({
  name: 'talos-single-node',
  version: '0.1.0',
  namespaces: [namespace('alga-system', 'restricted'), namespace('msp', 'baseline')],
  source: gitRepository('alga-appliance', {
    interval: '1h',
    // The site's own address is put in its place when the appliance is set up.
    url: 'https://git.example.com/alga-appliance.git',
    ref: { branch: 'main' },
    ignore: '/*\n!/charts\n!/flux-profiles\n',
  }),
  releaseNamespace: 'alga-system',
  targetNamespace: 'msp',
  expects,
  releases: {
    pgbouncer: install(pgbouncer, {
      timeout: '10m',
      // The appliance installs exactly what the chart is tested with.
      values: pgbouncer.scenarios.appliance,
    }),
  },
});
