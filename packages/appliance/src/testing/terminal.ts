import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { missing } from '@helm-charts/testing/servers';

/** A program that runs at a terminal of its own. */
export interface AtTerminal {
  /** What the terminal shows so far. */
  readonly shown: () => string;
  /** Waits until the terminal shows a text, then types. */
  readonly type: (keys: string, after: string) => Promise<void>;
  /** Waits for the end of the program. */
  readonly exitCode: () => Promise<number | null>;
  /** Ends the program where it still runs. */
  readonly end: () => void;
}

/** Runs a command of the shell at a pseudo-terminal, which `script` of util-linux gives. Throws a Failure (3) where there is none. */
export const runAtTerminal = async (
  command: string,
  environment: Readonly<Record<string, string>>,
  directory: string,
): Promise<AtTerminal> => {
  if (spawnSync('script', ['--version']).status !== 0) {
    throw missing('script', 'It gives a test a terminal; run `apt-get install bsdutils`.');
  }
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    cwd: directory,
    env: { ...process.env, ...environment },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let shown = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
  });
  const ended = once(child, 'close').then(([code]): number | null => code);
  return {
    shown: () => shown,
    type: async (keys, after) => {
      while (!shown.includes(after)) {
        if (child.exitCode !== null) throw new Error(`it ended without "${after}":\n${shown}`);
        await sleep(20);
      }
      child.stdin.write(keys);
    },
    exitCode: () => ended,
    end: () => void child.kill(),
  };
};
