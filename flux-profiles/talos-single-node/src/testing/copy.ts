import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { profile } from '../profile.ts';
import { workspace } from './site.ts';

/** Changes a file, given its path in the profile's folder. */
export type Edit = (path: string, text: string) => string;

/** Copies what Flux reads of the workspace to a folder, with the profile changed. */
export const copyProfile = async (to: string, edit: Edit): Promise<void> => {
  const root = join('flux-profiles', profile.name);
  for (const directory of ['charts', root]) {
    await cp(join(workspace, directory), join(to, directory), {
      recursive: true,
      filter: (path) => !/\/(src|node_modules)$/.test(path),
    });
  }
  const entries = await readdir(join(to, root), { recursive: true, withFileTypes: true });
  for (const { parentPath, name } of entries.filter((entry) => entry.isFile())) {
    const file = join(parentPath, name);
    const path = file.slice(join(to, root).length + 1);
    await writeFile(file, edit(path, await readFile(file, 'utf8')));
  }
};

/** The profile as it is in its next version: the releases wait for each other to be of that one, too. */
export const nextVersion =
  (version: string): Edit =>
  (path, text) =>
    path.endsWith('helmrelease.yaml')
      ? text.replace(`release: "${profile.version}"`, `release: "${version}"`)
      : text;
