/** A pgbouncer.ini that breaks no rule but those that these lines break. */
export const ini = (...lines: readonly string[]): string => {
  const start = lines.indexOf('[pgbouncer]');
  const databases = start < 0 ? lines : lines.slice(0, start);
  return [
    '[databases]',
    ...databases,
    '[pgbouncer]',
    'auth_type = scram-sha-256',
    'server_login_retry = 2',
    ...(start < 0 ? [] : lines.slice(start + 1)),
  ].join('\n');
};
