import type { Rule } from '@helm-charts/check';
import { poolerConfig, server } from './example-pooler.ts';
import { settingProblems } from './pooler.ts';

export const pgbouncerPreparedStatements: Rule = {
  id: 'pgbouncer-prepared-statements',
  set: 'alga',
  title: 'PgBouncer supports prepared statements.',
  why: 'With `max_prepared_statements = 0`, prepared statements fail in transaction pooling.',
  source: 'PgBouncer doc/config.md',
  severity: 'error',
  scope: 'release',
  bad: poolerConfig([server], ['max_prepared_statements = 0']),
  good: poolerConfig([server], ['max_prepared_statements = 200']),
  check: (context) =>
    settingProblems(context, 'max_prepared_statements', '200', (value) =>
      Number(value) <= 0
        ? {
            message: `max_prepared_statements is ${value}, so prepared statements fail in transaction pooling`,
            fix: 'set max_prepared_statements = 200',
          }
        : undefined,
    ),
};
