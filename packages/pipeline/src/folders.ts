import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { engineCode, prune, replaceCacheFile } from '@helm-charts/engine';
import { type Folder, isUnchanged, readFolder, reportFolder } from '@helm-charts/engine/folder';

/** The folders of charts, each read once. */
export interface Folders {
  /** Reads a folder (absolute); undefined if it is none. */
  readonly of: (directory: string) => Folder | undefined;
  /** Keeps the folders of this run, and no others, for the next one. */
  readonly keep: () => Promise<void>;
}

/**
 * Opens a file with the folders of the last run, which may be missing. A folder whose files have the same times is not read
 * again. Undefined for none.
 */
export const openFolders = (file: string | undefined): Folders => {
  // Before anything is read.
  const at = Date.now();
  const kept = file === undefined ? {} : foldersIn(file);
  const found = new Map<string, Dated | undefined>();
  let isChanged = false;
  const read = (directory: string): Dated | undefined => {
    const known = Object.hasOwn(kept, directory) ? kept[directory] : undefined;
    if (known !== undefined && isUnchanged(directory, known, known.at)) {
      reportFolder(directory, known);
      return known;
    }
    isChanged = true;
    const folder = readFolder(directory);
    return folder && { ...folder, at };
  };
  return {
    of: (directory) => {
      if (!found.has(directory)) found.set(directory, read(directory));
      return found.get(directory);
    },
    keep: async () => {
      if (file === undefined || !isChanged) return;
      const folders = Object.fromEntries([...found].filter(([, folder]) => folder?.isPlain));
      const kept: Kept = { by: engineCode(), folders };
      replaceCacheFile(file, JSON.stringify(kept));
      await prune(dirname(file));
    },
  };
};

/** With the time before it was read, in milliseconds since 1970. */
type Dated = Folder & { readonly at: number };

type Known = Readonly<Record<string, Dated | undefined>>;

/** The content of the file. */
interface Kept {
  /** The code that made it. */
  readonly by: string;
  readonly folders: Known;
}

const foldersIn = (file: string): Known => {
  try {
    const { by, folders } = JSON.parse(readFileSync(file, 'utf8')) as Kept;
    return by === engineCode() ? folders : {};
  } catch {
    return {};
  }
};
