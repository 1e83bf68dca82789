import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The processes that a process has started and that run a program of this name. Linux only. */
export const childrenOf = (parent: number, program: string): readonly number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => parentOf(pid) === parent && programOf(pid) === program);

/** Whether a process is there. One that has ended, and whose end nobody has asked for, is not. */
export const isRunning = (pid: number): boolean => programOf(pid) !== undefined;

/** Polls until there is a value. */
export const eventually = async <T>(find: () => T | undefined | false): Promise<T> => {
  for (;;) {
    const found = find();
    if (found !== undefined && found !== false) return found;
    await sleep(10);
  }
};

const parentOf = (pid: number): number | undefined => {
  try {
    return Number(/\) \S (\d+) /.exec(readFileSync(`/proc/${pid}/stat`, 'latin1'))?.[1]);
  } catch {
    return undefined;
  }
};

const programOf = (pid: number): string | undefined => {
  try {
    return basename(readlinkSync(`/proc/${pid}/exe`));
  } catch {
    return undefined;
  }
};
