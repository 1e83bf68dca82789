import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The folder of this repository, absolute. */
export const workspace: string = join(import.meta.dirname, '../..');
/** The folder of the schemas that are built into programs. */
export const schemasDirectory: string = join(workspace, 'schemas');
/** The folder for a Go toolchain that pip installs. */
export const toolchainCache: string = join(workspace, 'node_modules/.cache/go');

/** Every file below a directory, as paths from it with `/`, sorted. */
export const filesBelow = async (directory: string): Promise<readonly string[]> => {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .map((path) => path.replaceAll('\\', '/'))
    .sort();
};

/** The paths of the schema files, `<folder>/<file>.json`. */
export const schemaFiles = async (): Promise<readonly string[]> =>
  (await filesBelow(schemasDirectory)).filter((path) => /^.+\/.+\.json$/.test(path));

/** The texts of the schema files by path. */
export const readSchemas = async (): Promise<Readonly<Record<string, string>>> => {
  const texts = (await schemaFiles()).map(
    async (path) => [path, await readFile(join(schemasDirectory, path), 'utf8')] as const,
  );
  return Object.fromEntries(await Promise.all(texts));
};
