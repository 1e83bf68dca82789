import { problem, type Rule } from '@helm-charts/check';
import { configPath, poolersOf } from './pooler.ts';

export const pgbouncerAuthType: Rule = {
  id: 'pgbouncer-auth-type',
  set: 'alga',
  title: 'PgBouncer authenticates clients by SCRAM.',
  why: 'Postgres stores its passwords as SCRAM secrets, which no other method can check.',
  source: 'PgBouncer NEWS.md, CVE-2025-2291',
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
    auth_type = md5
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
    auth_type = scram-sha-256
`,
  check: (context) =>
    poolersOf(context).flatMap((pooler) => {
      const value = pooler.settings.get('auth_type') ?? 'md5';
      if (!(value !== 'scram-sha-256')) return [];
      return [
        problem(
          pooler.config,
          configPath,
          `auth_type is ${value}, which can not check the SCRAM passwords of Postgres`,
          'set auth_type = scram-sha-256',
        ),
      ];
    }),
};
