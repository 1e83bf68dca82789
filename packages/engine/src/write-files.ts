import { copyFileSync, linkSync, renameSync, rmSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ioFailure } from './io-failure.ts';
import { makeFolder } from './make-folder.ts';
import { leftoversOf, withTemporary } from './temporary.ts';
import { writeLike } from './write.ts';

/** The content of a file, by its path in the directory; undefined removes the file. */
export type Changes = ReadonlyMap<string, string | undefined>;

/**
 * Changes files of a directory that has others, too: all of them or, after a failure or a signal, none. The new files
 * are first written to a temporary directory in it, then renamed to their places without a pause, in their order. Only
 * a process that is killed between two of these calls leaves some of them changed.
 * @throws {Failure} With exit code 3 if this machine refuses it.
 */
export const replaceFiles = async (directory: string, changes: Changes): Promise<void> => {
  const inside = join(directory, 'files');
  try {
    for (const { path } of await leftoversOf(inside)) await rm(path, { recursive: true });
    if (changes.size === 0) return;
    makeFolder(directory);
    await withTemporary(inside, (temporary) => replaceAll(directory, temporary, [...changes]));
  } catch (error) {
    throw ioFailure(error) ?? error;
  }
};

const replaceAll = async (
  directory: string,
  temporary: string,
  changes: readonly (readonly [string, string | undefined])[],
): Promise<void> => {
  const steps = changes.map(([name, content], index) => ({
    path: join(directory, name),
    content,
    next: join(temporary, `${index}.new`),
    before: join(temporary, `${index}.old`),
  }));
  try {
    await mkdir(temporary);
    await Promise.all(
      steps.map(({ path, content, next }) =>
        content === undefined ? Promise.resolve() : writeLike(path, next, content),
      ),
    );
  } catch (error) {
    throw ioFailure(error, { path: directory }) ?? error;
  }
  const undo: (() => void)[] = [];
  try {
    for (const { path, content, next, before } of steps) {
      const wasThere = keep(path, before);
      const made = wasThere ? undefined : makeFolder(dirname(path));
      if (made !== undefined) undo.push(() => rmSync(made, { recursive: true }));
      replaceOne(path, content === undefined ? undefined : next);
      undo.push(() => (wasThere ? renameSync(before, path) : rmSync(path, { force: true })));
    }
  } catch (error) {
    for (const back of undo.toReversed()) back();
    throw error;
  }
};

const replaceOne = (path: string, next: string | undefined): void => {
  try {
    if (next === undefined) rmSync(path, { force: true });
    else renameSync(next, path);
  } catch (error) {
    throw ioFailure(error, { path }) ?? error;
  }
};

/** Keeps the present file under another name. Returns whether there is one. */
const keep = (path: string, before: string): boolean => {
  try {
    linkSync(path, before);
    return true;
  } catch {
    // Some file systems have no hard links.
    return copied(path, before);
  }
};

const copied = (path: string, to: string): boolean => {
  try {
    copyFileSync(path, to);
    return true;
  } catch {
    return false;
  }
};
