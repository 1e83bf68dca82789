import { networkPolicy, service, serviceAccount } from '@helm-charts/blocks';
import {
  component,
  defineChart,
  equals,
  file,
  implies,
  isSet,
  lessThan,
  manifest,
  named,
  names,
  not,
  or,
  product,
  release,
  rule,
  sum,
  when,
} from '@helm-charts/types';
import { about } from './about.ts';
import { ini, start } from './config.ts';
import { workload } from './deployment.ts';
import { scenarios } from './scenarios.ts';
import { values } from './values.ts';

const pooler = component('pgbouncer');

/** Connections that Postgres keeps for the superuser (postgresql.org docs, superuser_reserved_connections). */
const reserved = 3;

export const chart = defineChart({
  name: 'pgbouncer',
  description: 'Connection pools between Alga PSA and its Postgres.',
  version: '0.1.0',
  appVersion: '1.25.2',
  about,
  home: 'https://www.pgbouncer.org',
  values,
  scenarios,

  rules: ({
    replicas,
    postgres: { database, connections, tls },
    pools: { transaction, session },
  }) => [
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
    rule(
      'A pool keeps no more connections open than it may have: lower pools.transaction.minimum or raise pools.transaction.size.',
      not(lessThan(transaction.size, transaction.minimum)),
    ),
    rule(
      'A pool keeps no more connections open than it may have: lower pools.session.minimum or raise pools.session.size.',
      not(lessThan(session.size, session.minimum)),
    ),
    rule(
      'The pools of all pods take more connections than Postgres has, which keeps three for the superuser: lower replicas, pools.transaction.size or pools.session.size, or raise postgres.connections with the max_connections of the server.',
      not(
        lessThan(
          connections,
          sum(product(replicas, sum(transaction.size, session.size)), reserved),
        ),
      ),
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
