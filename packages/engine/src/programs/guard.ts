import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Writable } from 'node:stream';
import { memoize } from '../memoize.ts';

/**
 * Reads lines such as `+ 123` and `- 123`: a process that starts, and one that has ended. Its input ends with the
 * process that has opened it, also if that one was killed; the processes that are left are killed then.
 */
const script = `trap '' HUP INT TERM
all=' '
while read -r sign process; do
  case $sign in
    +) all="$all$process " ;;
    -) all="\${all%% $process *} \${all#* $process }" ;;
  esac
done
for process in $all; do kill -9 "$process"; done`;

/** Kills processes that are left when this process ends. */
interface Guard {
  /** What a process writes `+ 123` to, with its own number. */
  readonly input: Writable;
  /** Has to be called when a process has ended. */
  readonly release: (pid: number) => void;
}

/**
 * The guard of this process: one shell, in a session of its own, so that a signal to this process and its group does not
 * reach it.
 */
export const guard = (): Guard => openGuard('once');

const openGuard = memoize((_: 'once'): Guard => {
  const shell: ChildProcessByStdio<Writable, null, null> = spawn('/bin/sh', ['-c', script], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    env: {},
  });
  shell.unref();
  const { stdin } = shell;
  // Without the shell, a killed process leaves its programs; nothing else depends on it.
  shell.on('error', () => {});
  stdin.on('error', () => {});
  // The stream of a child process is a socket, which its types do not say.
  (stdin as Writable & { readonly unref: () => void }).unref();
  return { input: stdin, release: (pid) => void stdin.write(`- ${pid}\n`) };
});
