import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { isDamaged } from '../executable.ts';
import { guard } from './guard.ts';

/** How a program is started. */
interface Conditions {
  /** In bytes. Windows has no such limit. */
  readonly maxMemory: number;
  readonly env: NodeJS.ProcessEnv;
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/**
 * Before it becomes the program, the shell sets the limit on its data, in KiB, where the kernel has one, and gives its
 * number to the guard, so that the program never runs without it.
 */
const script = `ulimit -d "$0" 2>/dev/null
echo "+ $$" >&3
unset PWD OLDPWD
exec 3>&- "$@"`;

/**
 * Starts a program that gets no more memory than this from the kernel, and that is killed when this process ends. Windows
 * has neither.
 * @throws {Error} If it is not executable or damaged.
 */
export const spawnLimited = (
  path: string,
  args: readonly string[],
  { maxMemory, env }: Conditions,
): Child => {
  if (process.platform === 'win32') return spawn(path, args, { env });
  accessSync(path, constants.X_OK);
  if (isDamaged(path)) throw new Error('it is damaged or for another platform');
  const { input, release } = guard();
  const kibibytes = String(Math.ceil(maxMemory / 1024));
  const child = spawn('/bin/sh', ['-c', script, kibibytes, path, ...args], {
    env,
    stdio: ['pipe', 'pipe', 'pipe', input],
    // The three pipes have streams.
  }) as Child;
  const { pid } = child;
  if (pid !== undefined) child.on('exit', () => release(pid));
  return child;
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
