import { join } from 'node:path';
import type { Login } from './connect.ts';
import { makeFolder, removeFolder } from './folder.ts';
import { initialize, type Tls } from './initdb.ts';
import { launch } from './launch.ts';
import { onFreePort } from './port.ts';
import { postgresPrograms } from './postgres-programs.ts';

export interface PostgresOptions {
  /** Settings that override the defaults of this test server, for instance `{ max_connections: '20' }`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** What the server reads besides the environment of this process. */
  readonly environment?: Readonly<Record<string, string>>;
  /** With a certificate, the server rejects clients without TLS. */
  readonly tls?: Tls;
  /** The folder with `initdb` and `postgres`, where it must be another Postgres than that of the other tests. */
  readonly programs?: string;
}

export interface Postgres extends AsyncDisposable {
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly superuserPassword: string;
  /** The login of the superuser for `connect`. */
  readonly superuser: Login;
  readonly dataDirectory: string;
  /** The id of the postmaster process, which changes with a restart. */
  readonly pid: number;
  log(): readonly string[];
  /** Stops the server, closes all connections and removes its data. */
  stop(): Promise<void>;
  /** Kills the server as in a crash. Its data are kept for `restart`. */
  kill(): Promise<void>;
  /** Stops the server if it runs, and starts it with the same port and data. */
  restart(): Promise<void>;
}

/**
 * Starts a Postgres on the loopback address that accepts only SCRAM-SHA-256.
 * @throws {Failure} With exit code 3 if there is no Postgres.
 */
export const startPostgres = async ({
  settings = {},
  environment = {},
  tls,
  programs: own,
}: PostgresOptions = {}): Promise<Postgres> => {
  const folder = await makeFolder('postgres');
  try {
    const programs = own ?? postgresPrograms(folder);
    const { dataDirectory, superuserPassword } = await initialize(programs, folder, tls);
    const all = { ...forgetful, ...(tls && { ssl: 'on' }), ...settings };
    const start = (port: number) =>
      launch({
        command: join(programs, 'postgres'),
        arguments: ['-D', dataDirectory, ...Object.entries({ ...all, port }).flatMap(setting)],
        folder,
        environment,
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

/**
 * Fast settings that are the same on every machine, with TCP only. Committed data survives a crash of the server, but not of the machine.
 */
const forgetful = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  password_encryption: 'scram-sha-256',
  // Shared memory is in the data directory, which is removed, and not in /dev/shm, where a killed server leaves files.
  dynamic_shared_memory_type: 'mmap',
  fsync: 'off',
  full_page_writes: 'off',
  timezone: 'UTC',
};

const setting = ([name, value]: readonly [string, string | number]): readonly string[] => [
  '-c',
  `${name}=${value}`,
];
