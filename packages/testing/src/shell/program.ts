import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Writes an executable script. A separate process writes it: a child process that this process forks meanwhile would inherit the open file,
 * and the kernel does not run a file that is open for writing (ETXTBSY, execve(2)).
 * @throws {Error} If the script can't be written.
 */
export const writeProgram = async (path: string, text: string): Promise<void> => {
  const child = spawn('/bin/sh', ['-c', 'cat > "$1" && chmod 755 "$1"', 'sh', path], {
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  // A shell that cannot open the file ends before it has read the text. Ignore that error: the exit code says more.
  child.stdin.on('error', () => {});
  child.stdin.end(text);
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`the script ${path} cannot be written`);
};
