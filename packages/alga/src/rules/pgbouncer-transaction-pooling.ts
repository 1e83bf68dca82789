import { problem, type Rule } from '@helm-charts/check';
import { configPath, poolersOf } from './pooler.ts';

export const pgbouncerTransactionPooling: Rule = {
  id: 'pgbouncer-transaction-pooling',
  set: 'alga',
  title: 'PgBouncer pools the transactions of at least one database.',
  why: 'With session pooling every client holds a connection to Postgres.',
  source: 'PgBouncer doc/config.md',
  severity: 'error',
  scope: 'release',
  bad: `
apiVersion: v1
kind: ConfigMap
metadata: { name: pool }
data:
  pgbouncer.ini: |
    [databases]
    server = host=db port=5432 pool_mode=session
`,
  good: `
apiVersion: v1
kind: ConfigMap
metadata: { name: pool }
data:
  pgbouncer.ini: |
    [databases]
    server = host=db port=5432 pool_mode=transaction
`,
  check: (context) =>
    poolersOf(context).flatMap((pooler) =>
      pooler.databases.some(({ poolMode }) => poolMode === 'transaction')
        ? []
        : [
            problem(
              pooler.config,
              configPath,
              'no database has transaction pooling, so every client holds a connection to Postgres',
              'set pool_mode=transaction',
            ),
          ],
    ),
};
