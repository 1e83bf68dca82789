import { availableParallelism } from 'node:os';

/**
 * Runs a task once fewer than the limit are running: urgent ones first, others in the order in
 * which they were given.
 */
export type Pool = <T>(task: () => Promise<T>, isUrgent?: boolean) => Promise<T>;

/**
 * A pool for processes that each keep a core busy: by default as many at once as there are cores.
 */
export const createPool = (limit: number = availableParallelism()): Pool => {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (task, isUrgent = false) => {
    if (running < limit) running += 1;
    else {
      await new Promise<void>((start) => {
        if (isUrgent) waiting.unshift(start);
        else waiting.push(start);
      });
    }
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
};
