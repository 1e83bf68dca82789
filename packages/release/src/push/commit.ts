import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import type { Checked, Finding } from '@helm-charts/types';
import { lockName } from '../lock/lock.ts';

/** The commit that changed a directory last, so that the digest of an artifact stays the same while the directory does. */
export interface Commit {
  /** 40 hexadecimal digits. */
  readonly hash: string;
  /** ISO 8601, in UTC. */
  readonly date: string;
}

/** Gives the commit of a directory. Undefined outside of a Git repository; changes that are not committed are a finding. */
export type History = (root: string) => Checked<Commit | undefined>;

/** Reads the commits of directories of a workspace, relative to it. Three starts of Git are enough for all of them. */
export const readHistory = async (
  workspace: string,
  roots: readonly string[],
): Promise<History> => {
  const git = async (...args: readonly string[]): Promise<string> =>
    (await promisify(execFile)('git', args, { cwd: workspace, maxBuffer: 2 ** 28 })).stdout;
  const repository = await git('rev-parse', '--is-shallow-repository', '--show-prefix').catch(
    () => undefined,
  );
  if (repository === undefined) return () => ({ value: undefined, findings: [] });
  const [shallow, prefix = ''] = repository.split('\n');
  const status = await git('status', '--porcelain', '-z', ...pathsOf(roots));
  const changed = status.split('\0').map((entry) => entry.slice(3 + prefix.length));
  const commits = shallow === 'true' ? new Map() : await lastCommits(workspace, roots);
  return (root) => {
    const path = root || '.';
    if (changed.some((file) => file !== '' && isBelow(root, file)))
      return refuse(path, 'it has changes that are not committed', 'commit them');
    if (shallow === 'true')
      return refuse(
        path,
        'this is a shallow clone, in which the commit of a directory is not known',
        'run "git fetch --unshallow"',
      );
    const value = commits.get(root);
    return value === undefined
      ? refuse(path, 'no commit contains it', 'commit it')
      : { value, findings: [] };
  };
};

/** Follows the history back until the last commit of each directory is known. */
const lastCommits = async (
  workspace: string,
  roots: readonly string[],
): Promise<ReadonlyMap<string, Commit>> => {
  const format = ['--format=commit %H %ct', '--name-only', '--relative'];
  const log = spawn('git', ['-c', 'core.quotePath=off', 'log', ...format, ...pathsOf(roots)], {
    cwd: workspace,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = once(log, 'close');
  const found = new Map<string, Commit>();
  let commit: Commit | undefined;
  for await (const line of createInterface({ input: log.stdout })) {
    const [, hash, seconds] = /^commit ([0-9a-f]{40,64}) (\d+)$/.exec(line) ?? [];
    if (hash !== undefined) {
      const date = new Date(Number(seconds) * 1000).toISOString().replace('.000Z', 'Z');
      commit = { hash, date };
    } else if (commit !== undefined && line !== '') {
      for (const root of roots)
        if (!found.has(root) && isBelow(root, line)) found.set(root, commit);
    }
    if (found.size === roots.length) break;
  }
  log.kill();
  await ended;
  return found;
};

/** A push itself changes the lock, which may lie in the directory of a chart in the root. */
const pathsOf = (roots: readonly string[]): readonly string[] => [
  '--',
  ...roots.map((root) => root || '.'),
  `:(exclude,top)${lockName}`,
];

const isBelow = (root: string, file: string): boolean => root === '' || file.startsWith(`${root}/`);

const refuse = (
  input: string,
  message: string,
  fix: string,
): { readonly findings: readonly Finding[] } => ({
  findings: [{ rule: 'push', severity: 'error', input, message, fix }],
});
