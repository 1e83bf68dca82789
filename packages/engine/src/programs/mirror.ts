import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { ioFailure } from '../io-failure.ts';

/** A file that a mirror contains instead of the original. Paths are absolute. */
export interface Replaced {
  readonly root: string;
  readonly directory: string;
  readonly file: string;
  readonly text: string;
}

/** A copy of a directory tree made of symbolic links. */
export interface Mirror extends AsyncDisposable {
  readonly root: string;
  /** The directory in the mirror. */
  readonly directory: string;
}

/**
 * Makes a mirror of a tree in which one file of a directory is replaced or added. Everything else
 * is a symbolic link, so that relative paths resolve to the same files.
 */
export const mirror = async ({ root, directory, file, text }: Replaced): Promise<Mirror> => {
  const base = await mkdtemp(join(tmpdir(), 'kustomize-'));
  const segments = relative(root, directory).split(sep).filter(Boolean);
  const linkAllBut = async (name: string, path: string): Promise<void> => {
    const names = (await readdir(join(root, path))).filter((one) => one !== name);
    const link = (one: string) => symlink(join(root, path, one), join(base, path, one));
    await Promise.all(names.map(link));
  };
  let path = '.';
  for (const segment of segments) {
    await linkAllBut(segment, path);
    path = join(path, segment);
    await mkdir(join(base, path));
  }
  await linkAllBut(file, path);
  const remove = () => rm(base, { recursive: true, force: true });
  try {
    await writeFile(join(base, path, file), text);
  } catch (error) {
    await remove();
    throw ioFailure(error, { folder: base }) ?? error;
  }
  return { root: base, directory: join(base, path), [Symbol.asyncDispose]: remove };
};
