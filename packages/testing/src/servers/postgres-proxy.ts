import { once } from 'node:events';
import { createServer, connect as dial, type Socket } from 'node:net';

/** A moment of a client's work: around the statement of this number, counted from 1 over all of its connections. */
export interface Moment {
  readonly statement: number;
  /** Before Postgres gets the statement, while Postgres works at it, or after Postgres has answered and before the client knows. */
  readonly when: 'before' | 'during' | 'after';
}

/** Stands between clients and a Postgres, and knows their statements. */
export interface PostgresProxy extends AsyncDisposable {
  readonly port: number;
  /** The statements so far. */
  statements(): readonly string[];
}

export interface PostgresProxyOptions {
  /** When it stops: it calls `stop` once, and passes nothing on any more; a statement that Postgres works at goes on there. */
  readonly moment?: Moment;
  readonly stop?: (statement: string) => void;
  /** Awaited before Postgres gets the statement of this number. */
  readonly before?: (statement: string, number: number) => Promise<void>;
}

/**
 * Passes everything on, until a moment if there is one. Understands the protocol 3.0 of PostgreSQL without TLS (src/interfaces/libpq/fe-protocol3.c): each message of a client but the first has a
 * letter, of which `Q` and `P` hold a statement; the answer to one ends with `Z`.
 */
export const startPostgresProxy = async (
  postgres: { readonly host: string; readonly port: number },
  { moment, stop: whenStopped = () => {}, before = async () => {} }: PostgresProxyOptions = {},
): Promise<PostgresProxy> => {
  const statements: string[] = [];
  const sockets = new Set<Socket>();
  let stopped = false;
  const stop = (statement: string): void => {
    stopped = true;
    whenStopped(statement);
  };

  const serve = (client: Socket): void => {
    const server = dial(postgres.port, postgres.host);
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      sockets.add(one);
      // Each message is a packet of its own, which must not wait for the one before it to be confirmed.
      one.setNoDelay(true);
      one.on('error', () => {});
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
    let answering: string | undefined;
    // Of the last statement of this connection.
    let number = 0;
    const pass = async (message: Message): Promise<void> => {
      if (stopped) return;
      const statement = statementOf(message);
      if (statement !== undefined) {
        number = statements.push(statement);
        await before(statement, number);
        if (moment?.statement === number) {
          if (moment.when === 'before') return stop(statement);
          if (moment.when === 'after') answering = statement;
        }
      }
      server.write(message.bytes);
      const isSent = message.letter === 'Q' || message.letter === 'S';
      if (moment?.when === 'during' && moment.statement === number && isSent) {
        stop(statements[number - 1] ?? '');
      }
    };
    let passed = Promise.resolve();
    const fromClient = messages(true, (message) => {
      passed = passed.then(() => pass(message));
    });
    const fromServer = messages(false, (message) => {
      if (stopped) return;
      if (answering === undefined) client.write(message.bytes);
      else if (message.letter === 'Z') stop(answering);
    });
    client.on('data', fromClient);
    server.on('data', fromServer);
  };

  const listener = createServer(serve).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return {
    port: address.port,
    statements: () => statements,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      listener.close();
      await once(listener, 'close');
    },
  };
};

interface Message {
  readonly letter: string;
  readonly bytes: Buffer;
}

/** Cuts a stream into messages: a letter, a length that counts itself, and so much more. The first message of a client has no letter. */
const messages = (isClient: boolean, take: (message: Message) => void) => {
  let rest: Buffer = Buffer.alloc(0);
  let isFirst = isClient;
  return (data: Buffer): void => {
    rest = Buffer.concat([rest, data]);
    for (;;) {
      const start = isFirst ? 0 : 1;
      if (rest.length < start + 4) return;
      const end = start + rest.readInt32BE(start);
      if (rest.length < end) return;
      const bytes = rest.subarray(0, end);
      rest = rest.subarray(end);
      take({ letter: isFirst ? '' : String.fromCharCode(bytes[0] ?? 0), bytes });
      isFirst = false;
    }
  };
};

/** A `P` has the name of the prepared statement before its text. */
const statementOf = ({ letter, bytes }: Message): string | undefined => {
  const parts = bytes.subarray(5).toString('utf8').split('\0');
  if (letter === 'Q') return parts[0];
  return letter === 'P' ? parts[1] : undefined;
};
