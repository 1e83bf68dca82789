import { mkdir, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { one, type Secrets } from '@helm-charts/testing/charts';
import {
  connect,
  launch,
  makeFolder,
  onFreePort,
  postgresPrograms,
  removeFolder,
  serverUser,
} from '@helm-charts/testing/servers';
import { writeProgram } from '@helm-charts/testing/shell';
import { type Answers, answers } from './answers.ts';
import { mount, rendered, secretsWith } from './containers.ts';
import { random } from './fixture.ts';
import { findPsql } from './psql.ts';
import { type Result, type Run, start } from './run.ts';
import type { Shell } from './shell.ts';
import { makeShims, type ShimOptions } from './shims.ts';

/** A volume with nothing on it, and the pod of Postgres that has it. */
export interface Volume extends AsyncDisposable {
  readonly folder: string;
  /** The folder with `initdb` and `postgres`. */
  readonly programs: string;
  readonly data: string;
  readonly password: string;
  readonly passwordFile: string;
  run(otherwise?: Otherwise): Promise<Run>;
  /** Runs the init container that writes the role of the exporter, and returns the password. */
  writeRole(): Promise<Result & { readonly password: string }>;
  shims(options: ShimOptions): ReturnType<typeof makeShims>;
  /** What stands in the place of the data and beside it. */
  made(): Promise<readonly string[]>;
  /** Starts the container of Postgres, logs in over the network and asks. */
  ask(statement: string): Promise<unknown>;
  /** Starts the container of Postgres, with settings that differ, until it says something. */
  serve(saying: RegExp, settings?: readonly string[]): Promise<Serving>;
  /** The folder in which a path of the container of Postgres is. */
  path(path: string): string;
}

/** The container of Postgres while it runs. */
interface Serving extends AsyncDisposable {
  readonly port: number;
  log(): readonly string[];
  probes(): Promise<Answers>;
  /** Ends it as a crash does. */
  kill(): Promise<void>;
}

/** What differs from the init container as it is rendered. */
interface Otherwise {
  /** Folders where programs are found first. */
  readonly path?: readonly string[];
  readonly shell?: Shell;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Values of the chart, and Secrets beside that with the passwords. */
interface Installed {
  readonly values?: object;
  readonly secrets?: Secrets;
}

export const makeVolume = async (
  password = random(),
  { values = {}, secrets: others = {} }: Installed = {},
): Promise<Volume> => {
  const folder = await makeFolder('volume');
  const programs = postgresPrograms(folder);
  const secrets = {
    ...secretsWith({ postgres: { DB_PASSWORD_SUPERUSER: password } }),
    ...others,
  };
  const cluster = { manifests: await rendered(values), secrets };
  const initializer = await mount('initialize-postgres', cluster, folder);
  const postgres = await mount('postgres', cluster, folder);
  const { PGDATA: data = '', POSTGRES_PASSWORD_FILE: passwordFile = '' } = initializer.environment;
  // The whole machine's disks are of no interest here.
  const bin = join(folder, 'bin');
  await mkdir(bin);
  await writeProgram(join(bin, 'sync'), '#!/bin/sh\n');
  const { spec } = one(cluster.manifests, 'StatefulSet', 'db');
  const [container] = spec!.template.spec!.containers;
  const serve: Volume['serve'] = async (saying, settings = []) => {
    const [program = '', ...args] = postgres.command;
    const { port, stop, log } = await onFreePort(async (port) => {
      const here = ['-h', '127.0.0.1', '-p', String(port), '-k', '', '-c', 'fsync=off'];
      const { stop, log } = await launch({
        command: program,
        arguments: [...args, ...here, ...settings],
        folder,
        environment: {
          ...postgres.environment,
          PATH: [programs, process.env.PATH].join(':'),
        },
        stopSignal: 'SIGINT',
        ready: saying,
      });
      return { port, stop, log };
    });
    return {
      port,
      log,
      probes: async () => {
        const PATH = [findPsql(), process.env.PATH].join(':');
        return answers(container!, postgres.local, { PATH, PGPORT: String(port) });
      },
      kill: async () => void (await stop('SIGKILL')),
      [Symbol.asyncDispose]: async () => void (await stop()),
    };
  };
  return {
    folder,
    programs,
    data,
    password,
    passwordFile,
    run: async ({ path = [], shell, environment } = {}) =>
      start(
        initializer,
        { ...initializer.environment, ...environment },
        {
          path: [...path, bin, programs],
          ...(shell && { shell }),
          ...serverUser,
        },
      ),
    writeRole: async () => {
      const role = await mount('exporter-role', cluster, folder);
      const image = { path: [bin, programs], ...serverUser };
      const { ended } = start(role, role.environment, image);
      const result = await ended;
      return { ...result, password: await readFile(role.path('/run/exporter/password'), 'utf8') };
    },
    shims: (options) => makeShims(folder, options),
    made: () => readdir(dirname(data)),
    ask: async (statement) => {
      await using server = await serve(accepts);
      const login = { host: '127.0.0.1', user: 'postgres', password, database: 'postgres' };
      await using connection = await connect({ ...login, port: server.port });
      return await connection.query(statement);
    },
    serve,
    path: postgres.path,
    [Symbol.asyncDispose]: () => removeFolder(folder),
  };
};

/** What a Postgres says when clients may come. */
export const accepts = /database system is ready to accept connections/;

/** Runs the init container to its end. */
export const initialize = async (volume: Volume, otherwise?: Otherwise) =>
  (await volume.run(otherwise)).ended;

/** Works as a Postgres does that was made whole: its three databases can be entered, and the catalog is complete. */
export const usable = `SELECT (SELECT array_agg(datname::text ORDER BY datname) FROM pg_database) AS databases,
  (SELECT count(*) > 3000 FROM pg_proc) AS functions, (SELECT count(*) > 100 FROM information_schema.views) AS views`;
export const usableAnswer = [
  { databases: ['postgres', 'template0', 'template1'], functions: true, views: true },
];

/** An `initdb` that leaves nothing behind in the machine's shared memory when it is killed; older ones than 16 can't be told. */
export const considerate = async (volume: Volume): Promise<string> => {
  const { folder } = await volume.shims({
    programs: ['initdb'],
    before: 'initdb --help | grep -q -e --set && set -- "$@" --set dynamic_shared_memory_type=mmap',
  });
  return folder;
};
