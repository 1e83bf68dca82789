import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { one } from '@helm-charts/testing/charts';
import { eventually } from '@helm-charts/testing/eventually';
import {
  findRedis,
  freePort,
  launch,
  makeFolder,
  removeFolder,
  runCommand,
  serverUser,
} from '@helm-charts/testing/servers';
import { writeProgram } from '@helm-charts/testing/shell';
import { type Answers, answers } from './answers.ts';
import { mount, rendered, secretsWith } from './containers.ts';
import type { Shell } from './shell.ts';

/** The pod of Redis, with the container as it is rendered. */
export interface Store extends AsyncDisposable {
  /** Starts it, and waits until it serves; `slowly`, with a pause for each key that it has, and only until it says that it loads them. */
  start(how?: 'slowly'): Promise<void>;
  /** Waits until nothing that it was told is in its own memory only. */
  written(): Promise<void>;
  /** Ends it as a crash does; its volume stays. */
  kill(): Promise<void>;
  log(): readonly string[];
  /** Asks it with a password, that of the Secret unless another is given. */
  ask(command: readonly string[], password?: string): Promise<string>;
  probes(): Promise<Answers>;
  /** Where a path of the container lies on this machine. */
  path(path: string): string;
}

export interface StoreOptions {
  readonly password: string;
  /** Values of the chart. */
  readonly values?: object;
  /** In place of the one that the container names. */
  readonly shell?: Shell;
}

/** A volume with nothing on it and the container on it, not started yet. Only where Redis listens and how fast it loads differ from a box. */
export const makeStore = async ({ password, values = {}, shell }: StoreOptions): Promise<Store> => {
  const programs = findRedis();
  const folder = await makeFolder('redis');
  const port = await freePort();
  const manifests = await rendered(values);
  const cluster = { manifests, secrets: secretsWith({ redis: password }) };
  const { spec } = one(manifests, 'StatefulSet', 'redis');
  if (spec!.template.spec!.initContainers !== undefined) {
    const { command, environment } = await mount('exporter-password', cluster, folder);
    const [shell = '', ...script] = command;
    await run(shell, script, {
      cwd: folder,
      env: { PATH: process.env.PATH, ...environment },
      ...serverUser,
    });
  }
  const redis = await mount('redis', cluster, folder);
  const bin = join(folder, 'bin');
  await mkdir(bin);
  await write(
    join(bin, 'redis-server'),
    `exec ${programs.server} "$@" --bind 127.0.0.1 --port ${port} --key-load-delay $KEY_LOAD_DELAY`,
  );
  await write(join(bin, 'redis-cli'), `exec ${programs.client} -p ${port} "$@"`);
  const environment = {
    ...redis.environment,
    PATH: [bin, ...(shell?.path ?? []), dirname(programs.client), process.env.PATH].join(delimiter),
  };
  const [container] = spec!.template.spec!.containers;
  const command = [...(shell?.command ?? redis.command.slice(0, 1)), ...redis.command.slice(1)];
  const [program = '', ...args] = command;
  let server: Awaited<ReturnType<typeof launch>> | undefined;
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    await server?.stop(signal);
    server = undefined;
  };
  const ask: Store['ask'] = async (command, as = password) => {
    const { stdout, stderr } = await runCommand('redis-cli', ['--no-auth-warning', ...command], {
      environment: { ...environment, REDISCLI_AUTH: as },
    });
    return (stdout + stderr).trim();
  };
  return {
    start: async (how) => {
      server = await launch({
        command: program,
        arguments: args,
        folder,
        // In microseconds.
        environment: { ...environment, KEY_LOAD_DELAY: how === 'slowly' ? '300' : '0' },
        stopSignal: 'SIGTERM',
        ready:
          how === 'slowly'
            ? async () => (await ask(['PING'])).startsWith('LOADING')
            : /Ready to accept connections/,
      });
    },
    written: () =>
      eventually(async () => {
        const about = await ask(['INFO', 'persistence']);
        return /^aof_(buffer_length|pending_bio_fsync):[^0]/m.test(about);
      }, false),
    kill: () => stop('SIGKILL'),
    log: () => server?.log() ?? [],
    ask,
    probes: () => answers(container!, redis.local, environment),
    path: redis.path,
    [Symbol.asyncDispose]: async () => {
      await stop('SIGKILL');
      await removeFolder(folder);
    },
  };
};

const run = promisify(execFile);

const write = (file: string, line: string): Promise<void> =>
  writeProgram(file, `#!/bin/sh\n${line}\n`);
