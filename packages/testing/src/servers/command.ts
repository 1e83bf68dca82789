import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

export interface CommandOptions {
  readonly cwd?: string;
  /** Its whole environment; this process's own if not given. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string | Uint8Array;
}

/** How a command ended, and what it wrote. */
export interface Ended {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command to its end, however it ends. Throws an Error only if it can't be started. */
export const runCommand = async (
  command: string,
  args: readonly string[],
  { cwd, environment, input }: CommandOptions = {},
): Promise<Ended> => {
  const child = spawn(command, args, { cwd, env: environment ?? process.env });
  const code = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  // A command that ends before it has read its input closes the pipe; how it ended tells more.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [ended, stdout, stderr] = await Promise.all([code, text(child.stdout), text(child.stderr)]);
  return { code: ended, stdout, stderr };
};
