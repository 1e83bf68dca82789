import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { gitReference, type LockedRemote, type RemoteUse } from '@helm-charts/flux';
import { RegistryFailure } from '@helm-charts/oci';
import { Failure } from '@helm-charts/types';
import { type FileContext, fetchFile } from './files.ts';
import { digestOfFiles, fetchRepository } from './git.ts';
import { mirrorOf } from './mirrors.ts';
import { type Missing, reasonOf } from './problems.ts';
import type { FetchedRemotes } from './schemas.ts';

/** A URL in kustomizations, and the trees that they belong to. */
export interface NeededRemote {
  readonly use: RemoteUse;
  readonly trees: readonly string[];
}

/** Brings files and bases that kustomizations name by URLs into the store. */
export const fetchRemotes = async (
  needed: readonly NeededRemote[],
  context: FileContext,
  signal: AbortSignal | undefined,
): Promise<FetchedRemotes> => {
  const missing: Missing[] = [];
  const found = await Promise.all(
    needed.map(async ({ use, trees }): Promise<readonly LockedRemote[]> => {
      try {
        return [{ ...(await fetchOne(use, context, signal)), trees }];
      } catch (error) {
        const { url, isFile, position } = use;
        const reason = reasonOf(error);
        const what = `the remote ${isFile ? 'file' : 'base'} ${url}`;
        missing.push({ name: url, what, place: { position }, reason });
        return [];
      }
    }),
  );
  return { remotes: found.flat(), missing };
};

/** As kustomize does, it takes the URL for that of a file first, and then for that of a repository. */
const fetchOne = async (
  { url, isFile }: RemoteUse,
  context: FileContext,
  signal: AbortSignal | undefined,
): Promise<LockedRemote> => {
  const { locked, isMoved, folder } = context;
  const before = isMoved(url) ? undefined : locked.find((one) => one.url === url);
  const git = isFile ? undefined : gitReference(url);
  if (before?.commit !== undefined && isKept(folder, before)) return withoutTrees(before);
  const mayBeFile = /^https?:\/\//.test(url) && URL.canParse(url) && before?.commit === undefined;
  if (git === undefined && !mayBeFile) throw unknown();
  if (mayBeFile && (git === undefined || !isMarked(url))) {
    try {
      return withoutTrees(await fetchFile(url, context));
    } catch (error) {
      // Many hosts answer with an HTML page at the URL of a repository.
      const isOther =
        error instanceof RegistryFailure &&
        ['absent', 'broken', 'forbidden', 'unauthorized'].includes(error.problem.kind);
      if (git === undefined || !isOther) throw error;
    }
  }
  if (git === undefined) throw unknown();
  const repository = mirrorOf(git.repository, context.mirrors);
  const ref = before?.commit ?? git.ref;
  const fetched = await fetchRepository({ ...git, repository, ref }, folder, signal);
  if (before !== undefined && before.digest !== fetched.digest) throw changed(url);
  return { url, digest: fetched.digest, commit: fetched.commit };
};

/** Whether a URL says that it is that of a repository. */
const isMarked = (url: string): boolean =>
  /[?&](?:ref|version)=|\.git(?:\/|\?|$)|_git\/|[^:]\/\//.test(url);

const isKept = (folder: string, { digest }: LockedRemote): boolean => {
  const path = join(folder, digest.replace('sha256:', ''));
  return existsSync(path) && digestOfFiles(path) === digest;
};

const withoutTrees = ({ trees: _, ...rest }: LockedRemote): LockedRemote => rest;

const unknown = (): Failure =>
  refuse(
    'it is neither the URL of a file nor that of a Git repository over https or ssh',
    'correct it, or copy the files into the repository',
  );

const changed = (url: string): Failure =>
  refuse(
    'its files differ from those of the commit in the lock file',
    `to accept them, run helm-charts fetch --update ${url}`,
  );

const refuse = (message: string, fix: string): Failure =>
  new Failure(4, [{ rule: 'fetch', severity: 'error', message, fix }]);
