import { problem, type Rule } from '@helm-charts/check';
import { poolerConfig, server } from './example-pooler.ts';
import { configPath, poolersOf } from './pooler.ts';

export const pgbouncerTransactionPooling: Rule = {
  id: 'pgbouncer-transaction-pooling',
  set: 'alga',
  title: 'At least one database of PgBouncer has transaction pooling.',
  why: 'With session pooling every client holds a connection to Postgres.',
  source: 'PgBouncer doc/config.md',
  severity: 'error',
  scope: 'release',
  bad: poolerConfig(['server = host=db port=5432 pool_mode=session']),
  good: poolerConfig([server]),
  check: (context) =>
    poolersOf(context).flatMap((pooler) =>
      pooler.databases.some(({ poolMode }) => poolMode === 'transaction')
        ? []
        : [
            problem(
              pooler.config,
              configPath,
              'no database has transaction pooling, so every client holds a connection to Postgres',
              'set pool_mode=transaction for the database of the workers',
            ),
          ],
    ),
};
