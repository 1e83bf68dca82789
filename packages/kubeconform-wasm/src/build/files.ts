import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The folders of the workspace that the build reads and writes. */
const workspace = join(import.meta.dirname, '../../../..');
const project = join(workspace, 'packages/kubeconform-wasm');

export const goDirectory: string = join(project, 'go');
export const schemasDirectory: string = join(workspace, 'schemas');
export const cacheDirectory: string = join(workspace, 'node_modules/.cache/go');

/** Every file below a directory, as paths from it with `/`, sorted. */
export const filesBelow = async (directory: string): Promise<readonly string[]> => {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .map((path) => path.replaceAll('\\', '/'))
    .sort();
};

/** The texts of the schema files by path. */
export const readSchemas = async (): Promise<Readonly<Record<string, string>>> => {
  const paths = (await filesBelow(schemasDirectory)).filter((path) => /^.+\/.+\.json$/.test(path));
  const texts = paths.map(async (path) => [
    path,
    await readFile(join(schemasDirectory, path), 'utf8'),
  ]);
  return Object.fromEntries(await Promise.all(texts));
};
