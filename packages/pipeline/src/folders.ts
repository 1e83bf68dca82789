import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Engine, engineCode, prune, replaceCacheFile } from '@helm-charts/engine';
import { type Folder, isUnchanged, readFolder, reportFolder } from '@helm-charts/engine/folder';

/** The folders of charts, each read once. */
export interface Folders {
  /** Reads a folder (absolute); undefined if it is none. */
  readonly of: (directory: string) => Folder | undefined;
  /** Lets an engine read folders, some at a time, as far as it can. */
  readonly prefetch: (read: Engine['read']) => Prefetch;
  /** Keeps the folders of this run, and no others, for the next one. */
  readonly keep: () => Promise<void>;
}

/** Folders that an engine reads while this process does other work. */
interface Prefetch {
  /** Asks for a folder (absolute). It is read with others that are asked for. */
  readonly want: (directory: string) => void;
  /** Waits until `Folders.of` has a folder that was asked for, or has to read it itself. */
  readonly settled: (directory: string) => Promise<void> | undefined;
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
  /** What an engine reads now. */
  const pending = new Map<string, Promise<void>>();
  let isChanged = false;
  /** A folder of the last run that has not changed. */
  const recall = (directory: string): boolean => {
    const known = Object.hasOwn(kept, directory) ? kept[directory] : undefined;
    if (known === undefined || !isUnchanged(directory, known, known.at)) return false;
    reportFolder(directory, known);
    found.set(directory, known);
    return true;
  };
  const add = (directory: string, folder: Folder | undefined): void => {
    isChanged = true;
    found.set(directory, folder && { ...folder, at });
  };
  const fetch = async (directories: readonly string[], read: Engine['read']): Promise<void> => {
    const folders = await read(directories);
    for (const [index, directory] of directories.entries()) {
      const folder = folders[index];
      if (folder === undefined || found.has(directory)) continue;
      reportFolder(directory, folder);
      add(directory, folder);
    }
  };
  return {
    of: (directory) => {
      if (!found.has(directory) && !recall(directory)) add(directory, readFolder(directory));
      return found.get(directory);
    },
    prefetch: (read) => {
      /** What the next message to the engine asks for. */
      let wanted: string[] = [];
      const send = (): void => {
        // Others may have asked for them meanwhile.
        const directories = wanted.filter((one) => !found.has(one) && !pending.has(one));
        wanted = [];
        if (directories.length === 0) return;
        const fetched = fetch(directories, read);
        // Nobody may wait for it.
        fetched.catch(() => {});
        for (const directory of directories) pending.set(directory, fetched);
      };
      return {
        want: (directory) => {
          if (found.has(directory) || pending.has(directory) || wanted.includes(directory)) return;
          if (recall(directory)) return;
          if (wanted.length === 0) queueMicrotask(send);
          wanted.push(directory);
          if (wanted.length === batch) send();
        },
        settled: (directory) => {
          if (wanted.length > 0) send();
          return pending.get(directory);
        },
      };
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

/** How many folders are read at a time, so that the first charts can be rendered before the last ones are read. */
const batch = 16;

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
