import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * Makes a directory hold exactly these files, named without a path, and no other file. Each file is
 * replaced whole or left as it was; one that has the same text already is not touched. Directories
 * within are left alone.
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
 * Replaces a file at once, in a directory that is made if need be: a reader sees the old text or the
 * new one, never a part. A file that has the same text already is not touched.
 */
export const replaceFile = async (path: string, text: string): Promise<void> => {
  if ((await readFile(path, 'utf8').catch(() => undefined)) === text) return;
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(temporary, text);
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
};
