import { problem, type Rule } from '@helm-charts/check';
import { poolerConfig, server } from './example-pooler.ts';
import { configPath, poolersOf } from './pooler.ts';

export const pgbouncerPoolMode: Rule = {
  id: 'pgbouncer-pool-mode',
  set: 'alga',
  title: 'A database with session pooling sets pool_mode explicitly.',
  why: 'Session pooling is the default of PgBouncer, so it may be a mistake.',
  source: 'PgBouncer doc/config.md',
  severity: 'error',
  scope: 'release',
  bad: poolerConfig([server, 'other = host=db port=5432']),
  good: poolerConfig([server, 'other = host=db port=5432 pool_mode=session']),
  check: (context) =>
    poolersOf(context).flatMap((pooler) =>
      pooler.databases
        .filter(({ poolMode, pairs }) => poolMode !== 'transaction' && !pairs.has('pool_mode'))
        .map(({ name }) =>
          problem(
            pooler.config,
            configPath,
            `database ${name} has no pool_mode, so PgBouncer uses session pooling, the default`,
            'set pool_mode=transaction, or pool_mode=session for clients that set session variables',
          ),
        ),
    ),
};
