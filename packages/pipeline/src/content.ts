import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/**
 * Everything that a directory holds, as one text that changes with any of it. Small files are read faster one after another
 * than side by side. Throws if there is no such directory.
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
