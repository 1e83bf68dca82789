import { problem, type Rule } from '@helm-charts/check';
import { configPath, poolersOf } from './pooler.ts';

export const pgbouncerLoginRetry: Rule = {
  id: 'pgbouncer-login-retry',
  set: 'alga',
  title: 'PgBouncer connects again within five seconds.',
  why: 'Clients get errors for as long after Postgres is back.',
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
    server_login_retry = 15
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
    server_login_retry = 2
`,
  check: (context) =>
    poolersOf(context).flatMap((pooler) => {
      const value = pooler.settings.get('server_login_retry') ?? '15';
      if (!(Number(value) > 5)) return [];
      return [
        problem(
          pooler.config,
          configPath,
          `server_login_retry is ${value}, so clients get errors for ${value} seconds after Postgres is back`,
          'set server_login_retry to 5 or less',
        ),
      ];
    }),
};
