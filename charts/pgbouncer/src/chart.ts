import { networkPolicy, service, serviceAccount } from '@helm-charts/blocks';
import {
  component,
  defineChart,
  equals,
  file,
  implies,
  isSet,
  manifest,
  named,
  names,
  not,
  or,
  release,
  rule,
  when,
} from '@helm-charts/types';
import { ini, start } from './config.ts';
import { workload } from './deployment.ts';
import { scenarios } from './scenarios.ts';
import { values } from './values.ts';

const pooler = component('pgbouncer');

export const chart = defineChart({
  name: 'pgbouncer',
  description: 'Connection pools between Alga PSA and its Postgres.',
  version: '0.1.0',
  appVersion: '1.25.2',
  home: 'https://www.pgbouncer.org',
  values,
  scenarios,

  rules: ({ postgres: { database, tls }, pools: { transaction, session } }) => [
    rule(
      'A certificate can only be verified against its authority: set postgres.tls.certificateAuthority.',
      implies(
        or(equals(tls.mode, 'verify-ca'), equals(tls.mode, 'verify-full')),
        isSet(tls.certificateAuthority),
      ),
    ),
    rule(
      'The superuser must not be reachable through a pool: choose another pools.transaction.user.',
      not(equals(transaction.user, 'postgres')),
    ),
    rule(
      'The superuser must not be reachable through a pool: choose another pools.session.user.',
      not(equals(session.user, 'postgres')),
    ),
    rule(
      'The database of the superuser must not be reachable through a pool: choose another postgres.database.',
      not(equals(database, 'postgres')),
    ),
    rule(
      'PgBouncer keeps the name pgbouncer for its console: choose another pools.transaction.database.',
      not(equals(transaction.database, 'pgbouncer')),
    ),
    rule(
      'PgBouncer keeps the name pgbouncer for its console: choose another pools.session.database.',
      not(equals(session.database, 'pgbouncer')),
    ),
    rule(
      'Two pools of one name are one pool: choose another pools.session.database.',
      not(equals(transaction.database, session.database)),
    ),
  ],

  manifests: (v) => {
    const config = named(pooler, names.of('config'));
    return {
      configmap: manifest('ConfigMap', config, {
        data: { 'pgbouncer.ini': ini(v), 'start.sh': start },
      }),
      deployment: workload(pooler, config, v),
      networkpolicy: when(
        v.networkPolicy.enabled,
        networkPolicy(pooler, { from: 'namespace', port: 'pgbouncer' }),
      ),
      service: service(pooler, { name: 'pgbouncer', port: v.service.port }),
      serviceaccount: serviceAccount(pooler),
    };
  },

  notes: ({ pools, service, credentials }) =>
    file('NOTES.txt', {
      name: names.main,
      namespace: release.namespace,
      port: service.port,
      transaction: pools.transaction.database,
      session: pools.session.database,
      secret: credentials.existingSecret,
    }),
});
