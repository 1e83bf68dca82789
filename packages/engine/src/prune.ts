import { readdirSync, statSync } from 'node:fs';
import { rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';

/** Cache entries are removed after this many days without use. */
const days = 30;

/**
 * Removes the files and folders of a cache that were not used for a month. Callers `touch` an entry
 * when they use it, so that its modification time is the time of its last use. The entries are small and many, and one
 * call after another takes less time for these.
 */
export const prune = async (cache: string): Promise<void> => {
  const oldest = Date.now() - days * 24 * 60 * 60 * 1000;
  const unused = namesIn(cache)
    .map((name) => join(cache, name))
    // Another process may already have removed it.
    .filter((path) => (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? oldest) < oldest);
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

/** Marks a cache entry as used. Returns whether it exists. */
export const touch = async (path: string): Promise<boolean> => {
  const now = new Date();
  return utimes(path, now, now).then(
    () => true,
    () => false,
  );
};
