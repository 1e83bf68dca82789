import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export type Script = 'bootstrap.sh' | 'wait-for-bootstrap.sh' | 'initialize-postgres.sh';

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

/** Starts a script as the kubelet does: no terminal, no environment but its own. */
export const start = (
  script: Script,
  environment: Readonly<Record<string, string>>,
  options: {
    readonly path: readonly string[];
    readonly cwd: string;
    readonly uid?: number;
    readonly gid?: number;
  },
): Run => {
  const { path, ...as } = options;
  const file = fileURLToPath(new URL(`../${script}`, import.meta.url));
  const child = spawn('/bin/sh', [file], {
    ...as,
    env: {
      PATH: [...path, process.env.PATH].join(':'),
      TMPDIR: options.cwd,
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
      try {
        process.kill(whom === 'all' ? -child.pid! : child.pid!, signal);
      } catch {
        // It has ended by itself.
      }
    },
  };
};
