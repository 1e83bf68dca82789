import { mkdir, open, rm, stat, utimes } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** How often the owner of a lock renews it, in milliseconds. */
const renewal = 1000;
/** A lock that was not renewed for so many milliseconds belongs to a process that is gone. */
const staleAfter = 10 * renewal;

/**
 * Does the work while no other process holds the lock, a file (absolute path). `wait` is called once if another process
 * holds it. Where the file can't be written, the work is done without a lock: two processes may do the same work then,
 * which costs time only.
 */
export const locked = async <T>(
  file: string,
  wait: () => void,
  work: () => Promise<T>,
): Promise<T> => {
  let said = false;
  let lock = await acquire(file);
  while (lock === 'taken') {
    if (!said) wait();
    said = true;
    await setTimeout(renewal / 4);
    lock = await acquire(file);
  }
  if (lock === 'impossible') return work();
  const renewing = setInterval(() => {
    utimes(file, new Date(), new Date()).catch(() => {});
  }, renewal);
  try {
    return await work();
  } finally {
    clearInterval(renewing);
    await rm(file, { force: true });
  }
};

const acquire = async (file: string): Promise<'held' | 'taken' | 'impossible'> => {
  try {
    await mkdir(dirname(file), { recursive: true });
  } catch {
    return 'impossible';
  }
  try {
    await (await open(file, 'wx')).close();
    return 'held';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return 'impossible';
    const modified = await stat(file).then(
      ({ mtimeMs }) => mtimeMs,
      () => Date.now(),
    );
    if (Date.now() - modified > staleAfter) await rm(file, { force: true });
    return 'taken';
  }
};
