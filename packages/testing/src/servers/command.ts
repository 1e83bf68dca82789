import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

export interface CommandOptions {
  readonly cwd?: string;
  /** The complete environment. The default is the environment of this process. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string | Uint8Array;
}

/** The exit code and the output of a command. */
export interface Ended {
  /** Null if a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a command until it ends, with any exit code.
 * @throws {Error} Only if the command can't be started.
 */
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
  // A command that ends before it has read its input closes the pipe. Ignore that error: the exit code says more.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [ended, stdout, stderr] = await Promise.all([code, text(child.stdout), text(child.stderr)]);
  return { code: ended, stdout, stderr };
};
