import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { one } from '../../../../tools/charts/render.ts';
import { runCommand } from '../../../../tools/servers/command.ts';
import { makeFolder, removeFolder } from '../../../../tools/servers/folder.ts';
import { launch } from '../../../../tools/servers/launch.ts';
import { freePort } from '../../../../tools/servers/port.ts';
import { findRedis } from '../../../../tools/servers/redis.ts';
import { mount, rendered, secretsWith } from './containers.ts';

/** The pod of Redis, with the container as it is rendered. */
export interface Store extends AsyncDisposable {
  start(): Promise<void>;
  /** Ends it as a crash does; its volume stays. */
  kill(): Promise<void>;
  log(): readonly string[];
  /** Asks it with a password, that of the Secret unless another is given. */
  ask(command: readonly string[], password?: string): Promise<string>;
  /** The exit code of a probe of the container. */
  probe(name: 'readinessProbe' | 'livenessProbe'): Promise<number | null>;
}

export interface StoreOptions {
  readonly password: string;
  /** Values of the chart. */
  readonly values?: object;
}

/** A volume with nothing on it and the container on it, not started yet. Only where Redis listens differs from a box. */
export const makeStore = async ({ password, values = {} }: StoreOptions): Promise<Store> => {
  const programs = findRedis();
  const folder = await makeFolder('redis');
  const port = await freePort();
  const manifests = await rendered(values);
  const redis = await mount(
    'redis',
    { manifests, secrets: secretsWith({ redis: password }) },
    folder,
  );
  const bin = join(folder, 'bin');
  await mkdir(bin);
  await write(
    join(bin, 'redis-server'),
    `exec ${programs.server} "$@" --bind 127.0.0.1 --port ${port}`,
  );
  await write(join(bin, 'redis-cli'), `exec ${programs.client} -p ${port} "$@"`);
  const environment = {
    ...redis.environment,
    PATH: [bin, dirname(programs.client), process.env.PATH].join(delimiter),
  };
  const { spec } = one(manifests, 'StatefulSet', 'redis');
  const [container] = spec!.template.spec!.containers;
  const [shell = '', ...args] = redis.command;
  let server: Awaited<ReturnType<typeof launch>> | undefined;
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    await server?.stop(signal);
    server = undefined;
  };
  return {
    start: async () => {
      server = await launch({
        command: shell,
        arguments: args,
        folder,
        environment,
        stopSignal: 'SIGTERM',
        ready: /Ready to accept connections/,
      });
    },
    kill: () => stop('SIGKILL'),
    log: () => server?.log() ?? [],
    ask: async (command, as = password) => {
      const { stdout, stderr } = await runCommand('redis-cli', ['--no-auth-warning', ...command], {
        environment: { ...environment, REDISCLI_AUTH: as },
      });
      return (stdout + stderr).trim();
    },
    probe: async (name) => {
      const [program = '', ...rest] = container?.[name]?.exec?.command ?? [];
      return (await runCommand(program, rest.map(redis.local), { environment })).code;
    },
    [Symbol.asyncDispose]: async () => {
      await stop('SIGKILL');
      await removeFolder(folder);
    },
  };
};

const write = async (file: string, line: string): Promise<void> => {
  await writeFile(file, `#!/bin/sh\n${line}\n`);
  await chmod(file, 0o755);
};
