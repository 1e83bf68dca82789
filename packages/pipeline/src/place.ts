import { existsSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Failure } from '@helm-charts/types';

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
  readonly name: string;
  /** Absolute. */
  readonly directory: string;
}

/** What there is in a directory of the workspace. Throws a Failure (2) if it is neither a chart nor a profile. */
export const placeOf = ({ workspace, root }: Project): Place => {
  const directory = join(workspace, root);
  const kind = (['chart', 'profile'] as const).find((name) =>
    existsSync(join(directory, 'src', `${name}.ts`)),
  );
  if (kind !== undefined) return { kind, name: basename(directory), workspace, root, directory };
  const [message, fix] = isDirectory(directory)
    ? [
        'there is neither src/chart.ts nor src/profile.ts here',
        'create one, or correct the directory',
      ]
    : existsSync(directory)
      ? ['this is a file', 'name the directory that it lies in']
      : ['there is no such directory', 'create it, or correct the name'];
  throw new Failure(2, [{ rule: 'place', severity: 'error', input: root, message, fix }]);
};

export const isDirectory = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
