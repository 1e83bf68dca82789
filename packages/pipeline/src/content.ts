import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/**
 * Returns a fingerprint of all files of a directory. It reads the files one after another, which is faster for small
 * files than reading them in parallel.
 * @throws {Error} If the directory does not exist.
 */
export const contentOf = (directory: string): string => {
  const hash = createHash('sha256');
  const paths = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)))
    .sort();
  for (const path of paths) {
    const content = readFileSync(join(directory, path));
    hash.update(`${path}\n${content.length}\n`).update(content);
  }
  return hash.digest('hex');
};
