import { readFileSync } from 'node:fs';

/** Whether a process runs. An ended process is a zombie until its parent has read its exit code; it does not count as running. */
export const isRunning = (pid: number): boolean => {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
};
