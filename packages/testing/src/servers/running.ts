import { readFileSync } from 'node:fs';

/** Whether a process runs; one that has ended stays listed as a zombie until its parent asks for it. */
export const isRunning = (pid: number): boolean => {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
};
