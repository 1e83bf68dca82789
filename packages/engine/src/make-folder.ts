import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

interface FolderOptions {
  /** The mode of each folder that is made; the default of the process unless set. */
  readonly mode?: number;
}

/**
 * Makes a folder and those above it, one by one. The recursive call of Node never returns in a file system that refuses new
 * folders with ENOENT, as /proc does, and no signal ends it. Returns the first folder that was made; undefined if the folder
 * exists.
 * @throws The error of Node if this machine refuses it.
 */
export const makeFolder = (folder: string, options: FolderOptions = {}): string | undefined => {
  try {
    mkdirSync(folder, options);
    return folder;
  } catch (error) {
    // It exists, or another process has made it at the same moment.
    if (isFolder(folder)) return undefined;
    const above = dirname(folder);
    if (above === folder || isFolder(above)) throw error;
    const first = makeFolder(above, options);
    return makeFolder(folder, options) === undefined ? first : (first ?? folder);
  }
};

/** A folder that may not be looked into is found out by the call that makes it. */
const isFolder = (path: string): boolean => {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  } catch {
    return false;
  }
};
