import { createRequire } from 'node:module';
import type pg from 'pg';
import { BootstrapFailure, textOf } from './failure.ts';
import type { Login, Settings } from './settings.ts';

/** A connection to one database. */
export interface Session extends AsyncDisposable {
  /** Runs one statement with values for its `$1`, and returns its rows. */
  query<Row extends object>(
    statement: string,
    values?: readonly unknown[],
  ): Promise<readonly Row[]>;
  /** Runs statements that a query has composed, one row each, in its column `statement`. */
  each(statements: string, values?: readonly unknown[]): Promise<void>;
  /** An identifier, quoted. */
  name(identifier: string): string;
  /** A text, quoted. */
  text(literal: string): string;
  /** Called when the connection ends without having been closed. */
  onLost(lost: () => void): void;
}

/** Every session of the bootstrap has this name, so that the next run finds what a killed one has left. */
export const applicationName = 'alga-bootstrap';

/** The time limits that this version of Postgres has for a session: 13 has no idle_session_timeout, 16 no transaction_timeout. */
const timeLimits = `SELECT name FROM pg_settings WHERE name IN
  ('idle_session_timeout', 'idle_in_transaction_session_timeout', 'statement_timeout', 'lock_timeout', 'transaction_timeout')`;

/** Options for `PGOPTIONS`, with which a connection to this server has no time limits. */
export const withoutTimeLimits = async ({ query }: Session): Promise<string> => {
  const [row] = await query<{ options: string }>(
    `SELECT string_agg('-c ' || name || '=0', ' ') AS options FROM (${timeLimits}) AS limits`,
  );
  return row?.options ?? '';
};

/** Connects as the superuser unless another login is given. Throws the error of `pg`. */
export const connect = async (
  { host, port, knexfile, admin, authority }: Settings,
  database: string,
  {
    login = admin,
    application = applicationName,
  }: { readonly login?: Login; readonly application?: string } = {},
): Promise<Session> => {
  const { Client } = driverOf(knexfile);
  const client = new Client({
    host,
    port,
    ...login,
    database,
    application_name: application,
    connectionTimeoutMillis: 5000,
    keepAlive: true,
    // Without this, `pg` would read PGSSLMODE.
    ssl: authority ? { ca: authority } : false,
  });
  let closed = false;
  let whenLost = (): void => {};
  // Without a listener the end of a connection would end the program.
  client.on('error', () => {});
  client.on('end', () => {
    if (!closed) whenLost();
  });
  const query: Session['query'] = async (statement, values = []) =>
    (await client.query(statement, [...values])).rows;
  const close = async () => {
    closed = true;
    await client.end();
  };
  try {
    await client.connect();
    // A session waits for long copies and seeds.
    await query(`SELECT set_config(name, '0', false) FROM (${timeLimits}) AS limits`);
  } catch (error) {
    await close().catch(() => {});
    throw error;
  }
  return {
    query,
    each: async (statements, values) => {
      for (const { statement } of await query<{ statement: string }>(statements, values)) {
        await client.query(statement);
      }
    },
    name: (identifier) => client.escapeIdentifier(identifier),
    text: (literal) => client.escapeLiteral(literal),
    onLost: (lost) => {
      whenLost = lost;
    },
    [Symbol.asyncDispose]: close,
  };
};

/** What an error of Postgres says, by its SQLSTATE: PostgreSQL's src/backend/utils/errcodes.txt. */
export const sqlState = (error: unknown): string =>
  String((error as { readonly code?: unknown }).code ?? '');

/** Whether Postgres was reached and did not accept the login. */
export const isRefused = (error: unknown): boolean => {
  const state = sqlState(error);
  // A server without an entry in pg_hba.conf for this host says 28000, too; that is not the fault of the login.
  return (
    state === '28P01' || (state === '28000' && !/pg_hba/.test(String((error as Error).message)))
  );
};

/** The driver of the image, from beside its knexfile. */
const driverOf = (knexfile: string): typeof pg => {
  try {
    return createRequire(knexfile)('pg');
  } catch (error) {
    throw new BootstrapFailure(
      'usage',
      `this image has no driver of Postgres beside ${knexfile}: ${textOf(error)}`,
    );
  }
};
