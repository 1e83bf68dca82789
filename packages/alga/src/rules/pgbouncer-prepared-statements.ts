import { problem, type Rule } from '@helm-charts/check';
import { configPath, poolersOf } from './pooler.ts';

export const pgbouncerPreparedStatements: Rule = {
  id: 'pgbouncer-prepared-statements',
  set: 'alga',
  title: 'PgBouncer keeps prepared statements.',
  why: 'In transaction pooling a prepared statement fails without them.',
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
    server = host=db port=5432 pool_mode=transaction
    [pgbouncer]
    max_prepared_statements = 0
`,
  good: `
apiVersion: v1
kind: ConfigMap
metadata: { name: pool }
data:
  pgbouncer.ini: |
    [databases]
    server = host=db port=5432 pool_mode=transaction
    [pgbouncer]
    max_prepared_statements = 200
`,
  check: (context) =>
    poolersOf(context).flatMap((pooler) => {
      const value = pooler.settings.get('max_prepared_statements') ?? '200';
      if (!(Number(value) <= 0)) return [];
      return [
        problem(
          pooler.config,
          configPath,
          `max_prepared_statements is ${value}, so prepared statements fail in transaction pooling`,
          'set max_prepared_statements = 200',
        ),
      ];
    }),
};
