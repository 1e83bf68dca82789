/** The name of a Postgres role or database that needs no quotes. */
export const identifier = { pattern: '^[a-z_][a-z0-9_]{0,62}$' };

/** An HTTP or HTTPS URL. */
export const url = { pattern: '^https?://[^\\s/]+(/[^\\s]*)?$' };

/** An absolute path that needs no quotes in a shell. */
export const path = { pattern: '^(/[A-Za-z0-9._-]+)+$' };
