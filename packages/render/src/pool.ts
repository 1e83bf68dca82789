import { availableParallelism } from 'node:os';

/** Runs a task once fewer than the limit are running, in the order in which they were given. */
export type Pool = <T>(task: () => Promise<T>) => Promise<T>;

/** A pool for processes that each keep a core busy: by default as many at once as there are cores. */
export const createPool = (limit: number = availableParallelism()): Pool => {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (task) => {
    if (running >= limit) await new Promise<void>((start) => waiting.push(start));
    else running += 1;
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
};
