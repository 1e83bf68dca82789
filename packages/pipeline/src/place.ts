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
  /**
   * The name of its directory, also in dist/render. For a chart or profile in the root it is `chart` or `profile`,
   * since the name of the root directory may differ between machines.
   */
  readonly name: string;
  /** Absolute. */
  readonly directory: string;
}

/** Finds the chart or profile in a directory of the workspace. */
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
    ? existsSync(join(directory, 'Chart.yaml'))
      ? [
          'the directory has a Chart.yaml and no src/chart.ts, so the chart is not written in TypeScript',
          `run helm-charts render ${root || '.'}, which takes any chart`,
        ]
      : [
          'the directory contains neither src/chart.ts nor src/profile.ts',
          'create one, or correct the directory',
        ]
    : existsSync(directory)
      ? ['this is a file, not a directory', 'name the directory that contains it']
      : ['the directory does not exist', 'create it, or correct the name'];
  return { findings: [{ rule: 'place', severity: 'error', input: root, message, fix }] };
};

export const isDirectory = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
