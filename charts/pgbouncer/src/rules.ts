import {
  equals,
  implies,
  isSet,
  lessThan,
  not,
  or,
  product,
  type Rule,
  rule,
  sum,
} from '@helm-charts/types';
import type { Values } from './values.ts';

/** Connections that Postgres keeps for the superuser (postgresql.org docs, superuser_reserved_connections). */
const reserved = 3;

/** What must hold between the values. */
export const rules = ({
  replicas,
  postgres: { database, connections, tls },
  pools: { transaction, session },
}: Values): readonly Rule[] => {
  const both = (of: (pool: typeof session, path: string) => Rule) => [
    of(transaction, 'pools.transaction'),
    of(session, 'pools.session'),
  ];
  return [
    rule(
      'A certificate can only be verified against its authority: set postgres.tls.certificateAuthority.',
      implies(
        or(equals(tls.mode, 'verify-ca'), equals(tls.mode, 'verify-full')),
        isSet(tls.certificateAuthority),
      ),
    ),
    ...both(({ user }, path) =>
      rule(
        `The superuser must not be reachable through a pool: choose another ${path}.user.`,
        not(equals(user, 'postgres')),
      ),
    ),
    rule(
      'The database of the superuser must not be reachable through a pool: choose another postgres.database.',
      not(equals(database, 'postgres')),
    ),
    ...both(({ database }, path) =>
      rule(
        `PgBouncer keeps the name pgbouncer for its console: choose another ${path}.database.`,
        not(equals(database, 'pgbouncer')),
      ),
    ),
    rule(
      'Two pools of one name are one pool: choose another pools.session.database.',
      not(equals(transaction.database, session.database)),
    ),
    ...both(({ size, minimum }, path) =>
      rule(
        `A pool keeps no more connections open than it may have: lower ${path}.minimum or raise ${path}.size.`,
        not(lessThan(size, minimum)),
      ),
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
  ];
};
