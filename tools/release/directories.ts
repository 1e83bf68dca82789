import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is read of a package.json. */
interface Manifest {
  readonly publishConfig?: { readonly directory?: string };
}

/**
 * The directories that `npm publish` publishes for a package of this repository, in this order. It is the package itself, or
 * what `publishConfig.directory` names: a package, or a folder of packages, of which those with longer names are parts of the others.
 */
export const publishedDirectories = (directory: string): readonly string[] => {
  const { publishConfig } = JSON.parse(
    readFileSync(join(directory, 'package.json'), 'utf8'),
  ) as Manifest;
  const root = join(directory, publishConfig?.directory ?? '.');
  if (existsSync(join(root, 'package.json'))) return [root];
  return readdirSync(root)
    .toSorted()
    .reverse()
    .map((name) => join(root, name));
};
