import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface RunOptions {
  readonly directory?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Gets each line of standard error as soon as it is written. */
  readonly onLine?: (line: string) => void;
}

/** How a process ended: its exit code, and what it wrote. A command that can't be started has the code 127, as in a shell. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command to its end. Never throws. */
export const run = (
  command: string,
  args: readonly string[],
  { directory, environment, onLine }: RunOptions = {},
): Promise<Ended> =>
  new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: directory,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    if (onLine !== undefined) createInterface(child.stderr).on('line', onLine);
    child.on('error', ({ message }) => resolve({ code: 127, stdout: '', stderr: message }));
    child.on('close', (code) =>
      resolve({
        code: code ?? 1,
        stdout: `${Buffer.concat(out)}`,
        stderr: `${Buffer.concat(err)}`,
      }),
    );
  });
