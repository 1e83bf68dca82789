/** What Postgres takes for the name of a role or a database without quotes. */
export const identifier = { pattern: '^[a-z_][a-z0-9_]{0,62}$' };

export const url = { pattern: '^https?://[^\\s/]+(/[^\\s]*)?$' };

/** An absolute path that fits a shell and a volume. */
export const path = { pattern: '^(/[A-Za-z0-9._-]+)+$' };
