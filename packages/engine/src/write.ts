import { chmod, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ioFailure } from './io-failure.ts';
import { makeFolder } from './make-folder.ts';
import { withTemporary } from './temporary.ts';

/**
 * Replaces a file at once, in a directory that is made if need be: a reader sees the old content or the
 * new one, never a part. A file that has the same content already is not touched, and a file keeps its mode.
 * @throws {Failure} With exit code 3 if this machine refuses it.
 */
export const replaceFile = async (path: string, content: string | Uint8Array): Promise<void> => {
  const present = await readFile(path).catch(() => undefined);
  if (present?.equals(bytesOf(content))) return;
  try {
    makeFolder(dirname(path));
    await withTemporary(path, async (temporary) => {
      await writeLike(path, temporary, content);
      await rename(temporary, path);
    });
  } catch (error) {
    throw ioFailure(error, { path }) ?? error;
  }
};

/** Writes a new file with the mode of another one, if there is one. */
export const writeLike = async (
  like: string,
  path: string,
  content: string | Uint8Array,
): Promise<void> => {
  await writeFile(path, content);
  const old = await stat(like).catch(() => undefined);
  if (old?.isFile()) await chmod(path, old.mode);
};

/** A text as it is written. */
const bytesOf = (content: string | Uint8Array): Uint8Array =>
  typeof content === 'string' ? Buffer.from(content) : content;
