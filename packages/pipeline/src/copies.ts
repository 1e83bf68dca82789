import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { gitReference, type LockedRemote } from '@helm-charts/flux';

/** The local copy of what a kustomization names by its URL. Paths are absolute. */
export interface Copy {
  /** The file, or the directory of the base. */
  readonly path: string;
  /** What the base may refer to: the file itself, or the copy of its repository. */
  readonly root: string;
}

/** Finds local copies in a folder of files and repositories that have their digests as names. */
export const copiesIn =
  (folder: string, remotes: () => readonly LockedRemote[]): ((url: string) => Copy | undefined) =>
  (url) => {
    const found = remotes().find((one) => one.url === url);
    if (found === undefined) return undefined;
    const root = join(folder, found.digest.replace('sha256:', ''));
    const inside = found.commit === undefined ? '' : (gitReference(url)?.path ?? '');
    const path = join(root, inside);
    return existsSync(path) ? { path, root } : undefined;
  };
