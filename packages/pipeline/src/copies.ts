import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type FindCopy, gitReference, type LockedRemote } from '@helm-charts/flux';

/** Finds local copies in a folder of files and repositories that have their digests as names. */
export const copiesIn =
  (folder: string, remotes: () => readonly LockedRemote[]): FindCopy =>
  (url) => {
    const found = remotes().find((one) => one.url === url);
    if (found === undefined) return undefined;
    const root = join(folder, found.digest.replace('sha256:', ''));
    const inside = found.commit === undefined ? '' : (gitReference(url)?.path ?? '');
    const path = join(root, inside);
    return existsSync(path) ? { path, root } : undefined;
  };
