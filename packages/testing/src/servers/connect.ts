import type { ConnectionOptions } from 'node:tls';
import { Client } from 'pg';

export interface Login {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** How to check the server's certificate; without it the connection is not encrypted. */
  readonly tls?: ConnectionOptions;
}

export interface Connection extends AsyncDisposable {
  readonly client: Client;
  /** The rows of a statement; with a name it is prepared once for each connection. */
  query(statement: string | NamedStatement): Promise<readonly Row[]>;
}

interface NamedStatement {
  readonly name: string;
  readonly text: string;
  readonly values?: readonly unknown[];
}

export type Row = Readonly<Record<string, unknown>>;

/** Logs in to a Postgres or a PgBouncer; the connection ends with the block that holds it. */
export const connect = async ({ tls, ...login }: Login): Promise<Connection> => {
  const client = new Client({ ...login, ssl: tls ?? false, connectionTimeoutMillis: 60_000 });
  // Without a listener an idle connection that the server ends would end this process.
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
