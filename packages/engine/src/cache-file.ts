import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from './make-folder.ts';
import { temporaryPath } from './temporary.ts';

/**
 * Replaces a file of a cache at once. If this machine refuses it, the next run takes longer, and that is all. What a process
 * that is killed leaves is pruned with the cache.
 */
export const replaceCacheFile = (file: string, text: string): void => {
  const temporary = temporaryPath(file, 'new');
  try {
    makeFolder(dirname(file));
    writeFileSync(temporary, text);
    renameSync(temporary, file);
  } catch {
    remove(temporary);
  }
};

const remove = (path: string): void => {
  try {
    rmSync(path, { force: true });
  } catch {}
};
