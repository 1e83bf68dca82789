import { existsSync } from 'node:fs';
import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { leftover } from './temporary.ts';

/** Cache entries are removed after this many days without use. */
const days = 30;

/**
 * Removes the files and folders of a cache that were not used for a month, and what
 * processes that were killed have left. Callers `touch` an entry
 * when they use it, so that its modification time is the time of its last use.
 */
export const prune = async (cache: string): Promise<void> => {
  const oldest = Date.now() - days * 24 * 60 * 60 * 1000;
  const names = await readdir(cache).catch(() => []);
  await Promise.all(
    names.map(async (name) => {
      const path = join(cache, name);
      // Another process may already have removed it.
      const used = await stat(path).then(
        ({ mtimeMs }) => mtimeMs,
        () => Number.POSITIVE_INFINITY,
      );
      if (used < oldest || leftover(name) !== undefined)
        await rm(path, { recursive: true, force: true }).catch(() => {});
    }),
  );
};

/** Marks a cache entry as used. Returns whether it exists. */
export const touch = async (path: string): Promise<boolean> => {
  const now = new Date();
  return utimes(path, now, now).then(
    () => true,
    // A cache that may only be read is used, too.
    () => existsSync(path),
  );
};
