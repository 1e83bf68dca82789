import { randomUUID } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ioFailure } from './io-failure.ts';

/**
 * Writes these files, given by their names, to a directory and removes all other files in it. Each
 * file is replaced atomically; a file that already has the same text is not written. Subdirectories
 * are not changed.
 * @throws {Error} If the directory or a file cannot be written.
 */
export const writeDirectory = async (
  directory: string,
  files: ReadonlyMap<string, string>,
): Promise<void> => {
  await mkdir(directory, { recursive: true });
  await Promise.all([...files].map(([name, text]) => replaceFile(join(directory, name), text)));
  const present = await readdir(directory, { withFileTypes: true });
  const stale = present.filter((entry) => entry.isFile() && !files.has(entry.name));
  await Promise.all(stale.map(({ name }) => rm(join(directory, name), { force: true })));
};

/**
 * Replaces a file at once, in a directory that is made if need be: a reader sees the old content or the
 * new one, never a part. A file that has the same content already is not touched, and a file keeps its mode.
 * Throws a Failure with exit code 3 where this machine refuses it.
 */
export const replaceFile = async (path: string, content: string | Uint8Array): Promise<void> => {
  const present = await readFile(path).catch(() => undefined);
  if (present?.equals(typeof content === 'string' ? Buffer.from(content) : content)) return;
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(temporary, content);
    const old = await stat(path).catch(() => undefined);
    if (old?.isFile()) await chmod(temporary, old.mode);
    await rename(temporary, path);
  } catch (error) {
    throw ioFailure(error, { path }) ?? error;
  } finally {
    await rm(temporary, { force: true }).catch(() => {});
  }
};
