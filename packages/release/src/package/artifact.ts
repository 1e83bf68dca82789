import { basename, join } from 'node:path';
import type { Archive } from '../archive/archive.ts';

/** A chart or a profile, packed as a registry stores it. */
export interface Artifact extends Archive {
  readonly kind: 'chart' | 'profile';
  readonly name: string;
  /** SemVer 2, which is also its tag. */
  readonly version: string;
  /** The directory that it was packed from, relative to the workspace. */
  readonly root: string;
  /** What the registry stores beside it: the metadata of a chart; nothing for a profile. */
  readonly config: object;
}

/** Folder of the package below the workspace: that of its project, as in dist/render. */
export const folderOf = ({ kind, root }: Artifact): string =>
  join('dist/release', `${kind}s`, root === '' ? kind : basename(root));

/** Name of the package in its folder. */
export const fileOf = ({ name, version }: Artifact): string => `${name}-${version}.tgz`;
