import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { workspaceRoot } from '../workspace.ts';
import { makeFolder, removeFolder, withinReach, writePrivate } from './folder.ts';
import { type Exit, launch } from './launch.ts';
import { missing } from './missing.ts';
import { onFreePort } from './port.ts';

export interface PgbouncerOptions {
  /** The text of a pgbouncer.ini. */
  readonly config: string;
  /** Additional files by name, for instance `userlist.txt`. Names in the configuration are relative to one folder. */
  readonly files?: Entries;
  /** Settings that override the configuration, such as `auth_file`. */
  readonly settings?: Entries;
  /** Databases that override those of the configuration, such as `{ app: 'host=127.0.0.1 port=5433' }`. */
  readonly databases?: Entries;
}

export interface Pgbouncer extends AsyncDisposable {
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly pid: number;
  readonly exited: Promise<Exit>;
  log(): readonly string[];
  /** The log lines with warnings and errors. */
  warnings(): readonly string[];
  /** Reloads the configuration, or loads another one. */
  reload(config?: string): Promise<void>;
  /** Stops PgBouncer: immediately, with SIGINT after its transactions, or with SIGTERM after its clients. */
  stop(signal?: NodeJS.Signals): Promise<Exit>;
}

/**
 * Starts PgBouncer with a configuration; only the address and the port are changed.
 * @throws {Failure} With exit code 3 if there is no PgBouncer 1.21 or newer.
 */
export const startPgbouncer = async (options: PgbouncerOptions): Promise<Pgbouncer> => {
  const program = findPgbouncer();
  const folder = await makeFolder('pgbouncer');
  try {
    const ini = join(folder, 'pgbouncer.ini');
    const write = (config: string, port: number) =>
      writePrivate(ini, adapt({ ...options, config }, port));
    for (const [name, text] of Object.entries(options.files ?? {})) {
      await writePrivate(join(folder, name), text);
    }
    const command = withinReach(program, folder);
    const { port, server } = await onFreePort(async (port) => {
      await write(options.config, port);
      const server = await launch({
        command,
        arguments: [ini],
        folder,
        stopSignal: 'SIGQUIT',
        ready: / LOG process up: /,
      });
      return { port, server };
    });
    const stop = async (signal?: NodeJS.Signals): Promise<Exit> => {
      const exit = await server.stop(signal);
      await removeFolder(folder);
      return exit;
    };
    return {
      host: '127.0.0.1',
      port,
      pid: server.pid,
      exited: server.exited,
      log: server.log,
      warnings: () => server.log().filter((line) => / (WARNING|ERROR|FATAL) /.test(line)),
      reload: async (config = options.config) => {
        await write(config, port);
        const before = server.log().length;
        server.signal('SIGHUP');
        // It logs this line before it reloads, and accepts no connection in between.
        await server.saying(/re-reading config/, before);
      },
      stop,
      [Symbol.asyncDispose]: async () => void (await stop()),
    };
  } catch (error) {
    await removeFolder(folder);
    throw error;
  }
};

const findPgbouncer = (): string => {
  const find = join(workspaceRoot, 'tools/pgbouncer/find.sh');
  const { status, stdout, stderr } = spawnSync('/bin/sh', [find], { encoding: 'utf8' });
  if (status === 0) return stdout.trim();
  const absent = 'There is no PgBouncer 1.21 or newer; run `sh tools/pgbouncer/build.sh`.';
  throw missing('pgbouncer', stderr.replace(/^pgbouncer: /, '').trim() || absent);
};

const adapt = ({ config, settings, databases }: PgbouncerOptions, port: number): string => {
  const here = { listen_addr: '127.0.0.1', listen_port: String(port), unix_socket_dir: '' };
  return append(append(config, 'databases', databases), 'pgbouncer', { ...settings, ...here });
};

/** Within a section the last value of a setting applies, but a repeated section starts from the defaults. */
const append = (config: string, name: string, entries: Entries = {}): string => {
  const lines = Object.entries(entries).map(([key, value]) => `${key} = ${value}\n`);
  const sections = `${config}\n`.split(/^(?=[ \t]*\[)/m);
  const at = sections.findLastIndex((section) => section.trimStart().startsWith(`[${name}]`));
  if (at < 0) return [...sections, `[${name}]\n`, ...lines].join('');
  return [...sections.slice(0, at + 1), ...lines, ...sections.slice(at + 1)].join('');
};

type Entries = Readonly<Record<string, string>>;
