import type { ConnectionOptions } from 'node:tls';
import { Client } from 'pg';

export interface Login {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** Options to verify the server's certificate. Without them the connection is not encrypted. */
  readonly tls?: ConnectionOptions;
}

export interface Connection extends AsyncDisposable {
  readonly client: Client;
  /** Runs a statement and returns its rows. A statement with a name is prepared once for each connection. */
  query(statement: string | NamedStatement): Promise<readonly Row[]>;
}

interface NamedStatement {
  readonly name: string;
  readonly text: string;
  readonly values?: readonly unknown[];
}

export type Row = Readonly<Record<string, unknown>>;

/** Connects to Postgres or PgBouncer. The connection closes at the end of its `await using` block. */
export const connect = async ({ tls, ...login }: Login): Promise<Connection> => {
  const client = new Client({ ...login, ssl: tls ?? false, connectionTimeoutMillis: 60_000 });
  // Without a listener, an idle connection that the server closes would crash this process.
  client.on('error', () => {});
  await client.connect();
  return {
    client,
    query: async (statement) => {
      const { rows } = await client.query<Row>(
        typeof statement === 'string'
          ? statement
          : { ...statement, values: [...(statement.values ?? [])] },
      );
      return rows;
    },
    [Symbol.asyncDispose]: () => client.end(),
  };
};
