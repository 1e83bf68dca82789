import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ServerUser, serverUser } from './folder.ts';

export interface Launch {
  readonly command: string;
  readonly arguments: readonly string[];
  /** The working directory; it is removed if this process dies before the server. */
  readonly folder: string;
  /** What ends the server without waiting for its clients. */
  readonly stopSignal: NodeJS.Signals;
  /** The log line that says that the server accepts connections, or what asks it whether it does. */
  readonly ready: RegExp | (() => Promise<boolean>);
  /** How many seconds it may take until it is ready; 120 if not given. */
  readonly patience?: number;
  /** What it reads besides this process's environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Whom it runs as, `serverUser` if not given. */
  readonly user?: ServerUser;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A running process and what it has said so far. */
export interface Server {
  readonly pid: number;
  /** Fulfilled when the process and all that it started are gone. */
  readonly exited: Promise<Exit>;
  log(): readonly string[];
  /** Waits for a log line that matches, after the first `skip` lines. */
  saying(pattern: RegExp, skip?: number): Promise<void>;
  signal(signal: NodeJS.Signals): void;
  /** Ends the process, after ten seconds by force. */
  stop(signal?: NodeJS.Signals): Promise<Exit>;
}

/** Starts a server that never outlives this process, and waits until it is ready. */
export const launch = async (options: Launch): Promise<Server> => {
  const { command, folder, stopSignal, ready, patience = 120, user = serverUser } = options;
  const child = spawn(
    '/bin/sh',
    ['-c', leash, 'sh', folder, stopSignal.slice(3), command, ...options.arguments],
    {
      cwd: folder,
      // In English, which `ready` matches.
      env: { ...process.env, LC_ALL: 'C', ...options.environment },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      ...user,
    },
  );
  await once(child, 'spawn');
  // All four are pipes; the types of `spawn` follow three at most.
  const [, stdout, stderr, hand] = child.stdio as [null, Readable, Readable, Writable, undefined];
  // The leash may be gone first.
  hand.on('error', () => {});
  child.once('exit', () => hand.end('gone\n'));

  const lines: string[] = [];
  for (const input of [stdout, stderr]) {
    createInterface({ input }).on('line', (line) => lines.push(line));
  }
  let exit: Exit | undefined;
  // Not `exit`: the streams close when the last child of the server has closed its end of them.
  const exited = once(child, 'close').then(([code, signal]): Exit => {
    exit = { code, signal };
    return exit;
  });

  const until = async (isSo: () => boolean | Promise<boolean>, what: string): Promise<void> => {
    const deadline = Date.now() + patience * 1000;
    while (!(await isSo())) {
      if (exit !== undefined || Date.now() > deadline) {
        throw new Error(`${command} ${what}, but said:\n${lines.join('\n')}`);
      }
      await sleep(5);
    }
  };
  const saying = (pattern: RegExp, skip = 0): Promise<void> =>
    until(() => lines.slice(skip).some((line) => pattern.test(line)), `did not say ${pattern}`);
  const stop = async (signal = stopSignal): Promise<Exit> => {
    child.kill(signal);
    const force = setTimeout(() => child.kill('SIGKILL'), 10_000);
    return exited.finally(() => clearTimeout(force));
  };

  const started = ready instanceof RegExp ? saying(ready) : until(ready, 'does not get ready');
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
 * The shell becomes the server. A process beside it, no child of the server's, reads a pipe that this process holds: a line says that the
 * server is gone; an end without one says that this process is, however it died, and the server has to follow.
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
