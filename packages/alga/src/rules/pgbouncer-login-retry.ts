import type { Rule } from '@helm-charts/check';
import { poolerConfig, server } from './example-pooler.ts';
import { settingProblems } from './pooler.ts';

export const pgbouncerLoginRetry: Rule = {
  id: 'pgbouncer-login-retry',
  set: 'alga',
  title: 'PgBouncer reconnects to Postgres within five seconds.',
  why: 'Clients get errors for `server_login_retry` seconds after Postgres has restarted.',
  source: 'PgBouncer doc/config.md',
  severity: 'error',
  scope: 'release',
  bad: poolerConfig([server], ['server_login_retry = 15']),
  good: poolerConfig([server], ['server_login_retry = 2']),
  check: (context) =>
    settingProblems(context, 'server_login_retry', '15', (value) =>
      Number(value) > 5
        ? {
            message: `server_login_retry is ${value}, so clients get errors for ${value} seconds after Postgres has restarted`,
            fix: 'set server_login_retry to 5 or less',
          }
        : undefined,
    ),
};
