import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Mounted } from '@helm-charts/testing/charts';
import type { ServerUser } from '@helm-charts/testing/servers';
import type { Shell } from './shell.ts';

export interface Result {
  /** Null when it was killed. */
  readonly code: number | null;
  readonly lines: readonly string[];
}

/** A script that runs. */
export interface Run {
  readonly pid: number;
  /** Fulfilled when it has ended and nobody that it started can say anything more. */
  readonly ended: Promise<Result>;
  /** What it has said so far. */
  lines(): readonly string[];
  /** Waits for a line. */
  saying(pattern: RegExp): Promise<void>;
  /** Ends it and all that it started, as a container ends; or only the script itself. */
  kill(whom?: 'all' | 'script', signal?: NodeJS.Signals): void;
}

/** What a container has of its image, and who runs it. */
export interface Image extends ServerUser {
  /** Folders where programs are found first. */
  readonly path: readonly string[];
  /** In place of the one that the container names. */
  readonly shell?: Shell;
}

/** Starts a container's script as the kubelet does: no terminal, no environment but its own. */
export const start = (
  { command, path: at }: Mounted,
  environment: Readonly<Record<string, string>>,
  { path, shell, ...user }: Image,
): Run => {
  const [program = '', ...args] = [...(shell?.command ?? command.slice(0, 1)), ...command.slice(1)];
  const child = spawn(program, args, {
    ...user,
    cwd: at('/'),
    env: {
      PATH: [...path, ...(shell?.path ?? []), process.env.PATH].join(':'),
      TMPDIR: at('/tmp'),
      ...environment,
    },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  for (const input of [child.stdout, child.stderr]) {
    createInterface({ input }).on('line', (line) => lines.push(line));
  }
  let result: Result | undefined;
  const ended = once(child, 'close').then(([code]): Result => {
    result = { code, lines };
    return result;
  });
  return {
    pid: child.pid!,
    ended,
    lines: () => [...lines],
    saying: async (pattern) => {
      while (!lines.some((line) => pattern.test(line))) {
        if (result !== undefined) throw new Error(`never said ${pattern}:\n${lines.join('\n')}`);
        await sleep(5);
      }
    },
    kill: (whom = 'all', signal = 'SIGKILL') => {
      if (result !== undefined) return;
      try {
        process.kill(whom === 'all' ? -child.pid! : child.pid!, signal);
      } catch {
        // It has ended by itself.
      }
    },
  };
};
