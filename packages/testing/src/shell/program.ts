import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Writes a script that anybody may run. Another process writes it: a process that this one forks meanwhile would hold the file open for
 * writing, and the kernel refuses to run such a file (ETXTBSY, execve(2)).
 */
export const writeProgram = async (path: string, text: string): Promise<void> => {
  const child = spawn('/bin/sh', ['-c', 'cat > "$1" && chmod 755 "$1"', 'sh', path], {
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  // A shell that can't open the file ends before it has read the text; its exit code tells.
  child.stdin.on('error', () => {});
  child.stdin.end(text);
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`the script ${path} can't be written`);
};
