import { createHash, type Hash } from 'node:crypto';
import { readdirSync, readFileSync, readlinkSync, realpathSync, statSync } from 'node:fs';

/**
 * Returns a fingerprint of all files of a directory, also of those that symbolic links in it name. It reads the files one
 * after another, which is faster for small files than reading them in parallel.
 * @throws {Error} If the directory does not exist.
 */
export const contentOf = (directory: string): string => {
  const hash = createHash('sha256');
  add(hash, directory, '', []);
  return hash.digest('hex');
};

/** `around` are the directories above, so that a link to one of them ends. */
const add = (hash: Hash, directory: string, prefix: string, around: readonly string[]): void => {
  const entries = readdirSync(directory, { withFileTypes: true });
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const [path, shown] = [`${directory}/${entry.name}`, `${prefix}${entry.name}`];
    if (entry.isSymbolicLink()) hash.update(`${shown} to ${readlinkSync(path)}\n`);
    const target = entry.isSymbolicLink() ? statSync(path, { throwIfNoEntry: false }) : entry;
    if (target?.isFile()) {
      const content = readFileSync(path);
      hash.update(`${shown}\n${content.length}\n`).update(content);
    } else if (target?.isDirectory() && !entry.isSymbolicLink()) {
      add(hash, path, `${shown}/`, around);
    } else if (target?.isDirectory()) {
      const real = realpathSync(path);
      const isKnown = [...around, realpathSync(directory)].some((one) =>
        `${one}/`.startsWith(`${real}/`),
      );
      if (!isKnown) add(hash, path, `${shown}/`, [...around, real]);
    }
  }
};
