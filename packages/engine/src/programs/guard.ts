import { spawn } from 'node:child_process';
import { memoize } from '../memoize.ts';

/**
 * Reads lines such as `+ 123` and `- 123`: a process that has started, and one that has ended. Its input ends with the
 * process that writes it, also if that one was killed; the processes that are left are killed then.
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

/**
 * Kills a process when this process ends before it. Returns a function to call when it has ended. Windows has no shell for
 * this; there, a program goes on until it ends by itself.
 */
export const guard = (pid: number | undefined): (() => void) => {
  if (pid === undefined || process.platform === 'win32') return () => {};
  const write = writer('once');
  write(`+ ${pid}\n`);
  return () => write(`- ${pid}\n`);
};

/** One shell for the whole process, in a session of its own, so that a signal to this process and its group does not reach it. */
const writer = memoize((_: 'once') => {
  const shell = spawn('/bin/sh', ['-c', script], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    env: {},
  });
  shell.unref();
  shell.on('error', () => {});
  const { stdin } = shell;
  // Without the shell, a killed process leaves its programs; nothing else depends on it.
  stdin?.on('error', () => {});
  // The stream of a child process is a socket, which its types do not say.
  (stdin as unknown as { readonly unref: () => void } | null)?.unref();
  return (line: string): void => {
    stdin?.write(line);
  };
});
