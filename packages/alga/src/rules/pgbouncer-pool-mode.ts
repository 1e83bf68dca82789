import { problem, type Rule } from '@helm-charts/check';
import { poolerConfig, server } from './example-pooler.ts';
import { configPath, poolersOf } from './pooler.ts';

export const pgbouncerPoolMode: Rule = {
  id: 'pgbouncer-pool-mode',
  set: 'alga',
  title: 'A database with session pooling says so.',
  why: 'Session pooling is the default of PgBouncer, and easily there by mistake.',
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
            `database ${name} has no pool_mode, so it has session pooling, the default`,
            'set pool_mode=transaction, or pool_mode=session if it needs sessions',
          ),
        ),
    ),
};
