import { existsSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Checked } from '@helm-charts/types';

/** A directory of a workspace. */
export interface Project {
  /** The root of the workspace, absolute. */
  readonly workspace: string;
  /** Relative to the workspace: `charts/web`. */
  readonly root: string;
}

/** A chart or a profile on disk. */
export interface Place extends Project {
  readonly kind: 'chart' | 'profile';
  /** The name of its directory, in dist/render, too; `chart` or `profile` for the one in the root, whose directory each machine may call otherwise. */
  readonly name: string;
  /** Absolute. */
  readonly directory: string;
}

/** The chart or profile in a directory of the workspace. */
export const placeOf = ({ workspace, root }: Project): Checked<Place> => {
  const directory = join(workspace, root);
  const kind = (['chart', 'profile'] as const).find((name) =>
    existsSync(join(directory, 'src', `${name}.ts`)),
  );
  if (kind !== undefined) {
    const name = root === '' ? kind : basename(directory);
    return { value: { kind, name, workspace, root, directory }, findings: [] };
  }
  const [message, fix] = isDirectory(directory)
    ? [
        'there is neither src/chart.ts nor src/profile.ts here',
        'create one, or correct the directory',
      ]
    : existsSync(directory)
      ? ['this is a file', 'name the directory that it lies in']
      : ['there is no such directory', 'create it, or correct the name'];
  return { findings: [{ rule: 'place', severity: 'error', input: root, message, fix }] };
};

export const isDirectory = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
