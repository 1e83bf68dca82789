import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';

/** After so many days without use something that can be created again is given up. */
const days = 30;

/**
 * Removes those files and folders of a cache that nobody has used for a month. What is used is to be touched, so that the
 * time of its last change is that of its last use.
 */
export const prune = async (cache: string): Promise<void> => {
  const oldest = Date.now() - days * 24 * 60 * 60 * 1000;
  const names = await readdir(cache).catch(() => []);
  await Promise.all(
    names.map(async (name) => {
      const path = join(cache, name);
      // Another process may have removed it.
      const used = await stat(path).then(
        ({ mtimeMs }) => mtimeMs,
        () => Number.POSITIVE_INFINITY,
      );
      if (used < oldest) await rm(path, { recursive: true, force: true }).catch(() => {});
    }),
  );
};

/** Says that something in a cache is in use, and whether it is there. */
export const touch = async (path: string): Promise<boolean> => {
  const now = new Date();
  return utimes(path, now, now).then(
    () => true,
    () => false,
  );
};
