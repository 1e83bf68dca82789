import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { ioFailure, makeFolder, withTemporary } from '@helm-charts/engine';
import type { GitReference } from '@helm-charts/flux';
import { Failure } from '@helm-charts/types';

/** The files of a commit in the store. */
export interface FetchedRepository {
  readonly commit: string;
  /** The digest of its files, which is the name of the folder: `sha256:…`. */
  readonly digest: string;
}

/** How long git may take for one repository, in milliseconds. */
const timeout = 120_000;

/**
 * Fetches the files of one commit of a Git repository into a folder, with the program git and its settings. Submodules are
 * not fetched.
 * @throws {Failure} With exit code 3 if there is no git, and with 4 if the repository can't be had.
 */
export const fetchRepository = async (
  { repository, ref = 'HEAD' }: GitReference,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<FetchedRepository> => {
  try {
    makeFolder(folder);
    return await withTemporary(join(folder, 'repository'), async (temporary) => {
      const [objects, files] = [join(temporary, 'objects'), join(temporary, 'files')];
      makeFolder(files);
      const git = (...args: readonly string[]) =>
        runGit([`--git-dir=${objects}`, ...args], repository, signal);
      await git('init', '--quiet');
      // After the two dashes, neither can be an option.
      await git('fetch', '--quiet', '--depth=1', '--no-tags', '--', repository, ref);
      const commit = (await git('rev-parse', 'FETCH_HEAD')).trim();
      await git(`--work-tree=${files}`, 'checkout', '--quiet', 'FETCH_HEAD', '--', '.');
      removeOutside(files, realpathSync(files));
      const digest = digestOfFiles(files);
      const target = join(folder, digest.replace('sha256:', ''));
      await rm(target, { recursive: true, force: true });
      await rename(files, target);
      return { commit, digest };
    });
  } catch (error) {
    throw ioFailure(error, { folder }) ?? error;
  }
};

/** The digest of all files below a folder, with their paths. A link counts by its target, which is not read. */
export const digestOfFiles = (folder: string): string => {
  const hash = createHash('sha256');
  for (const path of pathsIn(folder)) {
    const isLink = lstatSync(path).isSymbolicLink();
    const content = isLink ? readlinkSync(path) : readFileSync(path);
    const name = relative(folder, path);
    hash.update(`${isLink ? 'link' : 'file'} ${name}\n${content.length}\n`).update(content);
  }
  return `sha256:${hash.digest('hex')}`;
};

/** Links that lead out of the repository, which Flux does not follow. */
const removeOutside = (folder: string, root: string): void => {
  for (const path of pathsIn(folder)) {
    if (!lstatSync(path).isSymbolicLink()) continue;
    const target = targetOf(path);
    if (target === undefined || !`${target}/`.startsWith(`${root}/`)) rmSync(path);
  }
};

const targetOf = (path: string): string | undefined => {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
};

/** All paths besides folders, in one order. Links to folders are not followed, unlike by the recursive readdir of Node. */
const pathsIn = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? pathsIn(path) : [path];
    });

const runGit = async (
  args: readonly string[],
  repository: string,
  signal: AbortSignal | undefined,
): Promise<string> => {
  try {
    const { stdout } = await promisify(execFile)('git', args, {
      timeout,
      ...(signal && { signal }),
      maxBuffer: 16 * 2 ** 20,
      env: {
        ...process.env,
        // Nobody is there to answer, and no other transport may start programs.
        GIT_TERMINAL_PROMPT: '0',
        GIT_SSH_COMMAND: process.env.GIT_SSH_COMMAND ?? 'ssh -o BatchMode=yes',
        GIT_ALLOW_PROTOCOL: 'https:http:ssh',
        LC_ALL: 'C',
      },
    });
    return stdout;
  } catch (error) {
    throw problemOf(error, repository);
  }
};

const problemOf = (error: unknown, repository: string): Failure => {
  const { code, killed, stderr } = error as {
    readonly code?: unknown;
    readonly killed?: boolean;
    readonly stderr?: string;
  };
  const fail = (exitCode: 3 | 4, message: string, fix: string) =>
    new Failure(exitCode, [{ rule: 'fetch', severity: 'error', message, fix }], { cause: error });
  if (code === 'ENOENT')
    return fail(3, 'the program git is missing', 'install git, and run it again');
  if (killed)
    return fail(4, `git has not fetched it within ${timeout / 1000} s`, 'run it again later');
  const lines = String(stderr ?? '').split('\n');
  const said = lines.findLast((line) => /^(?:fatal|error|remote):/.test(line)) ?? 'git failed';
  return fail(
    4,
    `git says: ${hidden(said).slice(0, 300)}`,
    `try: git ls-remote ${hidden(repository)}`,
  );
};

/** Without the password that a URL may contain. */
const hidden = (text: string): string => text.replaceAll(/\/\/[^/@\s]+@/g, '//…@');
