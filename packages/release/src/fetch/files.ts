import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ioFailure, makeFolder, withTemporary } from '@helm-charts/engine';
import type { LockedRemote } from '@helm-charts/flux';
import { downloadUrl } from '@helm-charts/oci';
import { Failure } from '@helm-charts/types';
import type { Connections } from './connections.ts';
import { digestOfFile } from './digest.ts';
import { type Mirrors, mirrorOf } from './mirrors.ts';

/** What files are fetched with. */
export interface FileContext {
  /** The folder of the files, which have their digests as names. */
  readonly folder: string;
  readonly locked: readonly LockedRemote[];
  readonly connections: Connections;
  readonly mirrors: Mirrors;
  /** Whether a file may have other content than the lock file says. */
  readonly isMoved: (url: string) => boolean;
}

/** The largest file, in bytes: as much as a build reads. */
const largest = 20 * 2 ** 20;

/**
 * Brings a file into the store: with the content in the lock file, or else what its URL has now.
 * @throws {Failure} If its host does not have it or can't be asked.
 */
export const fetchFile = async (url: string, context: FileContext): Promise<LockedRemote> => {
  const { folder, locked, connections, mirrors, isMoved } = context;
  const before = isMoved(url) ? undefined : locked.find((one) => one.url === url);
  if (before !== undefined && (await hasFile(folder, before.digest))) return before;
  const client = await connections.registry(false);
  const from = new URL(mirrorOf(url, mirrors));
  try {
    makeFolder(folder);
    return await withTemporary(join(folder, 'file'), async (temporary) => {
      await connections.using(from.host, () => downloadUrl(client, from, temporary, largest));
      const { digest } = (await digestOfFile(temporary)) ?? { digest: '' };
      if (before !== undefined && before.digest !== digest)
        throw changed(url, before.digest, digest);
      await rename(temporary, pathOf(folder, digest));
      return { url, digest };
    });
  } catch (error) {
    throw ioFailure(error, { folder }) ?? error;
  }
};

/** The text of a file in the store. */
export const fileText = (folder: string, digest: string): Promise<string> =>
  readFile(pathOf(folder, digest), 'utf8');

const pathOf = (folder: string, digest: string): string =>
  join(folder, digest.replace('sha256:', ''));

const hasFile = async (folder: string, digest: string): Promise<boolean> => {
  const path = pathOf(folder, digest);
  const found = await digestOfFile(path);
  if (found !== undefined && found.digest !== digest) await rm(path, { force: true });
  return found?.digest === digest;
};

const changed = (url: string, before: string, now: string): Failure =>
  new Failure(4, [
    {
      rule: 'fetch',
      severity: 'error',
      input: url,
      message: `it has the digest ${now} now, and the lock file says ${before}`,
      fix: `to accept it, run helm-charts fetch --update ${url}`,
    },
  ]);
