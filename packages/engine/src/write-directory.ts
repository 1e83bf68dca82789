import {
  chmodSync,
  existsSync,
  linkSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { chmod, mkdir, readdir, realpath, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { ioFailure } from './io-failure.ts';
import { makeFolder } from './make-folder.ts';
import { leftoversOf, temporaryPath, withTemporary } from './temporary.ts';
import { replaceFile } from './write.ts';

/**
 * Writes these files, given by their names, to a directory and removes all other files in it. Subdirectories are kept.
 * If all files are the same already, nothing is touched, and a file with the same text keeps its modification time.
 *
 * The directory is replaced as a whole: the files are written to a temporary directory beside it, which then takes its
 * place. A failure or a signal before that leaves the directory as it was. Node has no call that exchanges two
 * directories, so the old one is renamed away and the new one renamed to its place, directly one after the other: a
 * reader finds the old files, for some microseconds no directory, then the new files. If the process is killed in
 * between, the next call puts the old directory back first.
 * @throws {Failure} With exit code 3 if this machine refuses it.
 */
export const writeDirectory = async (
  directory: string,
  files: ReadonlyMap<string, string>,
): Promise<void> => {
  try {
    makeFolder(dirname(directory));
    // The directory may be a link, which stays one.
    const target = await realpath(directory).catch(() => directory);
    await recover(target);
    const present = await filesOf(target, files);
    const changed = [...files].filter(
      ([name, text]) => present?.get(name)?.equals(Buffer.from(text)) !== true,
    );
    if (present && changed.length === 0 && present.size === files.size) return;
    await replaceDirectory(target, {
      files,
      changed: new Set(changed.map(([name]) => name)),
      present,
    });
  } catch (error) {
    throw ioFailure(error) ?? error;
  }
};

interface Replacement {
  readonly files: ReadonlyMap<string, string>;
  /** The names of files with another text, or without an old file. */
  readonly changed: ReadonlySet<string>;
  /** The old files. */
  readonly present: ReadonlyMap<string, Buffer> | undefined;
}

const replaceDirectory = async (
  target: string,
  { files, changed, present }: Replacement,
): Promise<void> => {
  try {
    await withTemporary(target, async (temporary) => {
      await mkdir(temporary);
      await each([...files], ([name, text]) => {
        const [from, to] = [join(target, name), join(temporary, name)];
        if (!changed.has(name) && isLinked(from, to)) return;
        writeFileSync(to, text);
        if (present?.has(name)) keepMode(from, to);
      });
      const old = await stat(target).catch(() => undefined);
      if (old) await chmod(temporary, old.mode);
      swap(temporary, target);
    });
  } catch (error) {
    if (isFixed(error)) return replaceEach(target, files);
    const isAbove = ['mkdir', 'rename'].includes(String(syscallOf(error)));
    throw ioFailure(error, { path: isAbove ? dirname(target) : target }) ?? error;
  }
};

/**
 * Does work on many small files: one call after another takes less time than calls in parallel. Signals and answers of programs
 * are handled in between.
 */
const each = async <T>(all: readonly T[], work: (one: T) => void): Promise<void> => {
  for (const [index, one] of all.entries()) {
    if (index % 50 === 49) await setImmediate();
    work(one);
  }
};

/** Some file systems have no hard links. */
const isLinked = (from: string, to: string): boolean => {
  try {
    linkSync(from, to);
    return true;
  } catch {
    return false;
  }
};

/** Gives a new file the mode of the old one. */
const keepMode = (from: string, to: string): void => {
  const old = statSync(from, { throwIfNoEntry: false });
  if (old?.isFile()) chmodSync(to, old.mode);
};

/** No signal is handled between these calls, since they do not wait. */
const swap = (temporary: string, target: string, attempts = 10): void => {
  const old = temporaryPath(target, 'old');
  const isAway = moveAway(target, old);
  try {
    renameSync(temporary, target);
  } catch (error) {
    if (isAway) putBack(old, target);
    // Another process can put its own directory there at the same moment.
    if (attempts === 1 || !isOne(error, 'ENOTEMPTY', 'EEXIST')) throw error;
    swap(temporary, target, attempts - 1);
    return;
  }
  if (isAway) keepRest(old, target);
};

const moveAway = (target: string, old: string): boolean => {
  try {
    renameSync(target, old);
    return true;
  } catch (error) {
    if (isOne(error, 'ENOENT')) return false;
    throw error;
  }
};

const putBack = (old: string, target: string): void => {
  try {
    renameSync(old, target);
  } catch {
    keepRest(old, target);
  }
};

/** Moves the subdirectories of an old directory to the new one, and removes its files. */
const keepRest = (old: string, target: string): void => {
  for (const entry of readdirSync(old, { withFileTypes: true })) {
    const to = join(target, entry.name);
    if (!entry.isFile() && !existsSync(to)) renameSync(join(old, entry.name), to);
  }
  rmSync(old, { recursive: true });
};

/** Cleans up after processes that were killed. */
const recover = async (target: string): Promise<void> => {
  for (const { path, kind } of await leftoversOf(target)) {
    if (kind === 'new') await rm(path, { recursive: true, force: true });
    else putBack(path, target);
  }
};

/** The present files, and what else has the name of one that is written; undefined if the directory does not exist. */
const filesOf = async (
  directory: string,
  wanted: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, Buffer> | undefined> => {
  if (!existsSync(directory)) return undefined;
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile() || wanted.has(entry.name));
  const present = new Map<string, Buffer>();
  await each(names, ({ name }) => {
    const path = join(directory, name);
    try {
      present.set(name, readFileSync(path));
    } catch (error) {
      throw ioFailure(error, { path }) ?? error;
    }
  });
  return present;
};

/** Whether a directory can't be renamed: it is a mount point, or on Windows a program has one of its files open. */
const isFixed = (error: unknown): boolean =>
  syscallOf(error) === 'rename' &&
  isOne(error, 'EBUSY', 'EXDEV', ...(process.platform === 'win32' ? ['EPERM', 'EACCES'] : []));

/** Each file is replaced at once, but a reader can see old and new ones side by side. */
const replaceEach = async (target: string, files: ReadonlyMap<string, string>): Promise<void> => {
  await Promise.all([...files].map(([name, text]) => replaceFile(join(target, name), text)));
  const entries = await readdir(target, { withFileTypes: true });
  const stale = entries.filter((entry) => entry.isFile() && !files.has(entry.name));
  await Promise.all(stale.map(({ name }) => rm(join(target, name), { force: true })));
};

const isOne = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof Error && 'code' in error && codes.includes(String(error.code));

const syscallOf = (error: unknown): unknown =>
  error instanceof Error && 'syscall' in error ? error.syscall : undefined;
