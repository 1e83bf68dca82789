import { applianceAddress, postgresCertificate } from '@helm-charts/alga';
import { chart as emailService } from '@helm-charts/chart-email-service';
import { chart as pgbouncer } from '@helm-charts/chart-pgbouncer';
import { chart as sebastian } from '@helm-charts/chart-sebastian';
import { chart as temporal } from '@helm-charts/chart-temporal';
import { chart as temporalWorker } from '@helm-charts/chart-temporal-worker';
import { chart as workflowWorker } from '@helm-charts/chart-workflow-worker';
import { defineProfile, gitRepository, install, namespace } from '@helm-charts/types';
import { images } from './images.ts';
import { dataClaims, secrets } from './secrets.ts';
import { officialTemporalPatches, officialTemporalValues, temporalFrontend } from './temporal.ts';
import { officialTemporal } from './temporal-chart.ts';

export { checks } from './checks.ts';
export { authorityValues } from './temporal.ts';

export const profile = defineProfile({
  name: 'talos-single-node',
  version: '0.1.0',
  namespaces: [namespace('alga-system', 'restricted'), namespace('msp', 'restricted')],
  source: gitRepository('alga-appliance', {
    interval: '1h',
    // The bootstrap of the appliance replaces it with the URL of the site.
    url: 'https://git.example.com/alga-appliance.git',
    ref: { branch: 'main' },
    ignore: '/*\n!/charts\n!/flux-profiles\n',
  }),
  releaseNamespace: 'alga-system',
  targetNamespace: 'msp',
  secrets,
  dataClaims,
  images,
  network: {
    // Mail servers and the services of customers may be anywhere.
    internet: ['alga-core-sebastian', 'email-service', 'workflow-worker', 'temporal-worker'],
    // The default subnets of Talos.
    clusterRanges: ['10.244.0.0/16', '10.96.0.0/12'],
  },
  address: { preset: applianceAddress, service: 'alga-core-sebastian-tls', secret: 'alga-tls' },
  // Of Postgres, for each name of its Service. The charts connect to the last one.
  certificates: [
    {
      secret: postgresCertificate,
      hosts: ['db', 'db.msp', 'db.msp.svc', 'db.msp.svc.cluster.local'],
    },
  ],
  // Installed sites depend on these names.
  objectNames: { root: 'alga-appliance', releases: 'alga-releases', values: 'appliance-values' },
  // The appliance uses the values with which the charts are tested.
  releases: {
    pgbouncer: install(pgbouncer, { timeout: '10m', values: pgbouncer.scenarios.appliance }),
    'alga-core': install(sebastian, {
      timeout: '30m',
      values: sebastian.scenarios.appliance,
      dependsOn: ['pgbouncer'],
      keepsState: true,
    }),
    temporal: install(officialTemporal, {
      timeout: '20m',
      values: officialTemporalValues,
      dependsOn: ['alga-core'],
      objects: [temporalFrontend],
      patches: officialTemporalPatches,
    }),
    'email-service': install(emailService, {
      timeout: '15m',
      values: emailService.scenarios.appliance,
      dependsOn: ['alga-core', 'pgbouncer'],
    }),
    'workflow-worker': install(workflowWorker, {
      timeout: '15m',
      values: workflowWorker.scenarios.appliance,
      dependsOn: ['alga-core', 'pgbouncer', 'temporal'],
    }),
    'temporal-worker': install(temporalWorker, {
      timeout: '15m',
      values: temporalWorker.scenarios.appliance,
      dependsOn: ['alga-core', 'pgbouncer', 'temporal'],
    }),
  },
  airGap: {
    registry: 'oci://registry.example.com/alga',
    releases: {
      temporal: install(temporal, { timeout: '20m', values: temporal.scenarios.appliance }),
    },
  },
});
