import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';

/** How a program is started. */
interface Conditions {
  /** In bytes. Windows has no such limit. */
  readonly maxMemory: number;
  readonly env: NodeJS.ProcessEnv;
}

/** The shell sets the limit on the data of the process that it becomes, in KiB, where the kernel has one. */
const limited = 'ulimit -d "$0" 2>/dev/null; unset PWD OLDPWD; exec "$@"';

/**
 * Starts a program that gets no more memory than this from the kernel.
 * @throws {Error} With the code ENOENT or EACCES if it can't be started.
 */
export const spawnLimited = (
  path: string,
  args: readonly string[],
  { maxMemory, env }: Conditions,
): ChildProcessWithoutNullStreams => {
  if (process.platform === 'win32') return spawn(path, args, { env });
  accessSync(path, constants.X_OK);
  const kibibytes = String(Math.ceil(maxMemory / 1024));
  return spawn('/bin/sh', ['-c', limited, kibibytes, path, ...args], { env });
};

/** The error of a program whose file somebody still writes (ETXTBSY); undefined for any other end of a program. */
export const busyError = (
  path: string,
  status: number | null,
  stderr: string,
): Error | undefined =>
  status === 126 && /text file busy/i.test(stderr)
    ? Object.assign(new Error(`${path} is being written`), { code: 'ETXTBSY' })
    : undefined;
