import { join } from 'node:path';
import type { Login } from './connect.ts';
import { makeFolder, removeFolder } from './folder.ts';
import { initialize, type Tls } from './initdb.ts';
import { launch } from './launch.ts';
import { onFreePort } from './port.ts';
import { postgresPrograms } from './postgres-programs.ts';

export interface PostgresOptions {
  /** Laid over the settings of a server whose data need not survive the machine, for instance `{ max_connections: '20' }`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** With it, the server refuses clients that do not speak TLS. */
  readonly tls?: Tls;
}

export interface Postgres extends AsyncDisposable {
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly superuserPassword: string;
  /** For `connect`, as it is or with another database. */
  readonly superuser: Login;
  readonly dataDirectory: string;
  /** The id of the server's first process; another one after a restart. */
  readonly pid: number;
  log(): readonly string[];
  /** Ends the server with its clients' connections, and removes its data. */
  stop(): Promise<void>;
  /** Ends the server as a crash does; its data stay for `restart`. */
  kill(): Promise<void>;
  /** Ends the server if it runs, and starts it on the same port and data. */
  restart(): Promise<void>;
}

/** A Postgres of its own on the loopback address, which lets nobody in but by SCRAM-SHA-256. */
export const startPostgres = async ({
  settings = {},
  tls,
}: PostgresOptions = {}): Promise<Postgres> => {
  const folder = await makeFolder('postgres');
  try {
    const programs = postgresPrograms(folder);
    const { dataDirectory, superuserPassword } = await initialize(programs, folder, tls);
    const all = { ...forgetful, ...(tls && { ssl: 'on' }), ...settings };
    const start = (port: number) =>
      launch({
        command: join(programs, 'postgres'),
        arguments: ['-D', dataDirectory, ...Object.entries({ ...all, port }).flatMap(setting)],
        folder,
        stopSignal: 'SIGINT',
        ready: /database system is ready to accept connections/,
      });
    const first = await onFreePort(async (port) => ({ port, server: await start(port) }));
    const { port } = first;
    let { server } = first;
    const stop = async (): Promise<void> => {
      await server.stop();
      await removeFolder(folder);
    };
    const at = { host: '127.0.0.1', port } as const;
    return {
      ...at,
      superuserPassword,
      superuser: { ...at, user: 'postgres', password: superuserPassword, database: 'postgres' },
      dataDirectory,
      get pid() {
        return server.pid;
      },
      log: () => server.log(),
      stop,
      kill: async () => void (await server.stop('SIGKILL')),
      restart: async () => {
        await server.stop();
        server = await start(port);
      },
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    await removeFolder(folder);
    throw error;
  }
};

/** Quick, deaf to everything but the port, and the same on every machine; what is committed outlives a crash of the server. */
const forgetful = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  password_encryption: 'scram-sha-256',
  // In the data directory, which is removed, and not as files in memory that a killed server leaves.
  dynamic_shared_memory_type: 'mmap',
  fsync: 'off',
  full_page_writes: 'off',
  timezone: 'UTC',
};

const setting = ([name, value]: readonly [string, string | number]): readonly string[] => [
  '-c',
  `${name}=${value}`,
];
