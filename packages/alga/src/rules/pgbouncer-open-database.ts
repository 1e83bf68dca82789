import { problem, type Rule } from '@helm-charts/check';
import { poolerConfig, server } from './example-pooler.ts';
import { configPath, poolersOf } from './pooler.ts';

export const pgbouncerOpenDatabase: Rule = {
  id: 'pgbouncer-open-database',
  set: 'alga',
  title: 'PgBouncer offers only the databases of the application.',
  why: 'The databases `*` and `postgres`, or a database with the superuser, give every client access to all data.',
  source: 'PgBouncer doc/config.md',
  severity: 'error',
  scope: 'release',
  bad: poolerConfig([server, '* = host=db port=5432 pool_mode=transaction']),
  good: poolerConfig([server]),
  check: (context) =>
    poolersOf(context).flatMap((pooler) =>
      pooler.databases
        .filter(({ name, pairs }) => isOpen(name, pairs))
        .map(({ name }) =>
          problem(
            pooler.config,
            configPath,
            `database ${name} in pgbouncer.ini gives clients access to more than the databases of the application`,
            'remove it and list each database of the application',
          ),
        ),
    ),
};

const isOpen = (name: string, pairs: ReadonlyMap<string, string>): boolean =>
  name === '*' ||
  name === 'postgres' ||
  pairs.get('dbname') === 'postgres' ||
  /^(postgres|superuser)$/.test(pairs.get('user') ?? '');
