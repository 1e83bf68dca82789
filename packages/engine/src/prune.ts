import { readdirSync, statSync } from 'node:fs';
import { rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { leftover } from './temporary.ts';

/** Cache entries are removed after this many days without use. */
const days = 30;

/**
 * Removes the files and folders of a cache that were not used for a month, and what processes that were killed have
 * left. Callers `touch` an entry when they use it, so that its modification time is the time of its last use. The
 * entries are small and many, and one call after another takes less time for these.
 */
export const prune = async (cache: string): Promise<void> => {
  const oldest = Date.now() - days * 24 * 60 * 60 * 1000;
  const isUnused = (name: string): boolean => {
    if (leftover(name) !== undefined) return true;
    // Another process may already have removed it.
    const used = statSync(join(cache, name), { throwIfNoEntry: false })?.mtimeMs ?? oldest;
    return used < oldest;
  };
  const unused = namesIn(cache)
    .filter(isUnused)
    .map((name) => join(cache, name));
  await Promise.all(
    unused.map((path) => rm(path, { recursive: true, force: true }).catch(() => {})),
  );
};

const namesIn = (directory: string): readonly string[] => {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
};

/**
 * Marks a cache entry as used. Returns whether it exists. To write a time takes much longer than to read it, so the time of the last
 * use is that of the last hour.
 */
export const touch = async (path: string): Promise<boolean> => {
  const now = new Date();
  const used = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  if (used === undefined) return false;
  // A cache that may only be read is used, too.
  if (used < now.getTime() - hour) await utimes(path, now, now).catch(() => {});
  return true;
};

/** In milliseconds. */
const hour = 60 * 60 * 1000;
