import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ServerUser, serverUser } from './folder.ts';

export interface Launch {
  readonly command: string;
  readonly arguments: readonly string[];
  /** The working directory. It is removed if this process dies before the server. */
  readonly folder: string;
  /** The signal that stops the server without waiting for its clients. */
  readonly stopSignal: NodeJS.Signals;
  /** The log line that means that the server accepts connections, or a function that checks it. */
  readonly ready: RegExp | (() => Promise<boolean>);
  /** Timeout in seconds until the server is ready. The default is 120. */
  readonly patience?: number;
  /** Additional environment variables. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The user of the process. The default is `serverUser`. */
  readonly user?: ServerUser;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A running process and its output so far. */
export interface Server {
  readonly pid: number;
  /** Resolves when the process and all its child processes have ended. */
  readonly exited: Promise<Exit>;
  log(): readonly string[];
  /** Waits for a log line that matches, after the first `skip` lines. */
  saying(pattern: RegExp, skip?: number): Promise<void>;
  signal(signal: NodeJS.Signals): void;
  /** Stops the process, and kills it after ten seconds. */
  stop(signal?: NodeJS.Signals): Promise<Exit>;
}

/**
 * Starts a server that stops when this process ends, and waits until it is ready.
 * @throws {Error} With the output of the server if it does not become ready.
 */
export const launch = async (options: Launch): Promise<Server> => {
  const { command, folder, stopSignal, ready, patience = 120, user = serverUser } = options;
  const child = spawn(
    '/bin/sh',
    ['-c', leash, 'sh', folder, stopSignal.slice(3), command, ...options.arguments],
    {
      cwd: folder,
      // English log lines, which `ready` matches.
      env: { ...process.env, LC_ALL: 'C', ...options.environment },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      ...user,
    },
  );
  await once(child, 'spawn');
  // All four are pipes, but the types of `spawn` cover at most three.
  const [, stdout, stderr, hand] = child.stdio as [null, Readable, Readable, Writable, undefined];
  // The watching process may end first.
  hand.on('error', () => {});
  child.once('exit', () => hand.end('gone\n'));

  const lines: string[] = [];
  for (const input of [stdout, stderr]) {
    createInterface({ input }).on('line', (line) => lines.push(line));
  }
  let exit: Exit | undefined;
  // Not `exit`: the streams close only when the last child process of the server has closed them.
  const exited = once(child, 'close').then(([code, signal]): Exit => {
    exit = { code, signal };
    return exit;
  });

  const until = async (isSo: () => boolean | Promise<boolean>, what: string): Promise<void> => {
    const deadline = Date.now() + patience * 1000;
    while (!(await isSo())) {
      if (exit !== undefined || Date.now() > deadline) {
        throw new Error(`${command} ${what}. Its output:\n${lines.join('\n')}`);
      }
      await sleep(5);
    }
  };
  const saying = (pattern: RegExp, skip = 0): Promise<void> =>
    until(() => lines.slice(skip).some((line) => pattern.test(line)), `did not log ${pattern}`);
  const stop = async (signal = stopSignal): Promise<Exit> => {
    child.kill(signal);
    const force = setTimeout(() => child.kill('SIGKILL'), 10_000);
    return exited.finally(() => clearTimeout(force));
  };

  const started = ready instanceof RegExp ? saying(ready) : until(ready, 'did not become ready');
  await started.catch(async (error: unknown) => {
    await stop('SIGKILL');
    throw error;
  });
  return {
    pid: child.pid!,
    exited,
    log: () => [...lines],
    saying,
    signal: (signal) => void child.kill(signal),
    stop,
  };
};

/**
 * The shell becomes the server (`exec`). A separate watching process, not a child of the server, reads a pipe from this process. A line in
 * the pipe means that the server has ended. The end of the pipe without a line means that this process has died, so the watching process
 * stops the server.
 */
const leash = `
folder=$1 signal=$2; shift 2
( {
  read -r gone <&3 && exit
  kill -s "$signal" $$
  for _ in 1 2 3 4 5 6 7 8 9 10; do sleep 0.2; kill -0 $$ || break; done
  kill -s KILL $$
  rm -rf "$folder"
} >/dev/null 2>&1 & )
exec "$@" 3<&-`;
