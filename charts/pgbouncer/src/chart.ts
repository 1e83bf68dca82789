import { podMonitor } from '@helm-charts/alga';
import { networkPolicy, service, serviceAccount, visitorRule } from '@helm-charts/blocks';
import {
  component,
  defineChart,
  file,
  manifest,
  named,
  names,
  release,
  when,
} from '@helm-charts/types';
import { podMonitor as kind } from '../../../custom-schemas/monitoring.coreos.com/podmonitor-v1.ts';
import { about } from './about.ts';
import { ini, start } from './config.ts';
import { workload } from './deployment.ts';
import { rules } from './rules.ts';
import { scenarios } from './scenarios.ts';
import { values } from './values.ts';

const pooler = component('pgbouncer');

export const chart = defineChart({
  name: 'pgbouncer',
  description: 'Connection pools between Alga PSA and its Postgres.',
  version: '0.1.0',
  appVersion: '1.25.2',
  about,
  home: 'https://www.pgbouncer.org',
  release: { name: 'pgbouncer', namespace: 'msp' },
  values,
  scenarios,
  clusters: { metrics: { apiVersions: ['monitoring.coreos.com/v1/PodMonitor'] } },
  rules,

  manifests: (v) => {
    const config = named(pooler, names.withSuffix('config'));
    return {
      configmap: manifest('ConfigMap', config, {
        data: { 'pgbouncer.ini': ini(v), 'start.sh': start(v) },
      }),
      deployment: workload(pooler, config, v),
      networkpolicy: when(
        v.networkPolicy.enabled,
        networkPolicy(
          pooler,
          { from: 'namespace', port: 'pgbouncer' },
          when(
            v.metrics.enabled,
            visitorRule({ from: { namespace: v.metrics.namespace }, port: 'metrics' }),
          ),
        ),
      ),
      podmonitor: podMonitor(kind, pooler, v.metrics),
      service: service(pooler, { name: 'pgbouncer', port: v.service.port }),
      serviceaccount: serviceAccount(pooler),
    };
  },

  notes: ({ pools, service, credentials }) =>
    file('NOTES.txt', {
      name: names.fullname,
      namespace: release.namespace,
      port: service.port,
      transaction: pools.transaction.database,
      session: pools.session.database,
      secret: credentials.existingSecret,
    }),
});
