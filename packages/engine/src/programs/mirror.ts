import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import type { ReplacedFile } from '@helm-charts/types';
import { ioFailure } from '../io-failure.ts';

/** A copy of a directory tree made of symbolic links. */
export interface Mirror extends AsyncDisposable {
  readonly root: string;
  /** The directory in the mirror. */
  readonly directory: string;
}

/**
 * Makes a mirror of a tree (absolute path) in which some files are replaced or added. Everything else is a symbolic
 * link, so that relative paths resolve to the same files.
 */
export const mirror = async (
  root: string,
  directory: string,
  replaced: readonly ReplacedFile[],
): Promise<Mirror> => {
  const base = await mkdtemp(join(tmpdir(), 'kustomize-'));
  const remove = () => rm(base, { recursive: true, force: true });
  const inside = relative(root, directory);
  const files = replaced.map(({ path, text }): Inside => [relative(root, path).split(sep), text]);
  try {
    await fill(root, base, files);
  } catch (error) {
    await remove();
    throw ioFailure(error, { folder: base }) ?? error;
  }
  return { root: base, directory: join(base, inside), [Symbol.asyncDispose]: remove };
};

/** A file to write: the names from the directory to it, and its text. */
type Inside = readonly [names: readonly string[], text: string];

/** Links everything of a directory, but writes the files. */
const fill = async (from: string, to: string, files: readonly Inside[]): Promise<void> => {
  const names = new Set(files.map(([[name = '']]) => name));
  const others = (await readdir(from)).filter((name) => !names.has(name));
  await Promise.all(others.map((name) => symlink(join(from, name), join(to, name))));
  for (const name of names) {
    const below = files.flatMap(([[first, ...rest], text]): Inside[] =>
      first === name ? [[rest, text]] : [],
    );
    const [[rest, text]] = below as [Inside];
    if (rest.length === 0) {
      await writeFile(join(to, name), text);
      continue;
    }
    await mkdir(join(to, name));
    await fill(join(from, name), join(to, name), below);
  }
};
