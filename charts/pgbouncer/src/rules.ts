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

/** Connections that Postgres reserves for superusers (postgresql.org docs, superuser_reserved_connections). */
const reserved = 3;

/** Rules between the values. */
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
      'postgres.tls.mode verifies the certificate of Postgres, which needs its authority: set postgres.tls.certificateAuthority.',
      implies(
        or(equals(tls.mode, 'verify-ca'), equals(tls.mode, 'verify-full')),
        isSet(tls.certificateAuthority),
      ),
    ),
    ...both(({ user }, path) =>
      rule(
        `${path}.user is the superuser, to whom no pool may connect: set another role.`,
        not(equals(user, 'postgres')),
      ),
    ),
    rule(
      'postgres.database is the database of the superuser, to which no pool may connect: set another database.',
      not(equals(database, 'postgres')),
    ),
    ...both(({ database }, path) =>
      rule(
        `${path}.database is pgbouncer, the name of the admin console of PgBouncer: set another name.`,
        not(equals(database, 'pgbouncer')),
      ),
    ),
    rule(
      "pools.session.database and pools.transaction.database have the same name, so clients can't choose a pool: set another pools.session.database.",
      not(equals(transaction.database, session.database)),
    ),
    ...both(({ size, minimum }, path) =>
      rule(
        `${path}.minimum exceeds ${path}.size: lower the minimum or raise the size.`,
        not(lessThan(size, minimum)),
      ),
    ),
    rule(
      'The pools of all pods may open more connections than postgres.connections allows, of which Postgres reserves three for superusers: lower replicas, pools.transaction.size or pools.session.size, or raise postgres.connections and max_connections of Postgres.',
      not(
        lessThan(
          connections,
          sum(product(replicas, sum(transaction.size, session.size)), reserved),
        ),
      ),
    ),
  ];
};
