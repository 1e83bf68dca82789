import type { Rule } from '@helm-charts/check';
import { poolerConfig, server } from './example-pooler.ts';
import { settingProblems } from './pooler.ts';

export const pgbouncerAuthType: Rule = {
  id: 'pgbouncer-auth-type',
  set: 'alga',
  title: 'PgBouncer authenticates clients with SCRAM.',
  why: 'Postgres stores its passwords as SCRAM secrets, which no other method can verify.',
  source: 'PgBouncer NEWS.md, CVE-2025-2291',
  severity: 'error',
  scope: 'release',
  bad: poolerConfig([server], ['auth_type = md5']),
  good: poolerConfig([server], ['auth_type = scram-sha-256']),
  check: (context) =>
    settingProblems(context, 'auth_type', 'md5', (value) =>
      value !== 'scram-sha-256'
        ? {
            message: `auth_type is ${value}, which can not verify the SCRAM passwords of Postgres`,
            fix: 'set auth_type = scram-sha-256',
          }
        : undefined,
    ),
};
