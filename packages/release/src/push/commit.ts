import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Project } from '@helm-charts/pipeline';
import type { Checked, Finding } from '@helm-charts/types';
import { lockName } from '../lock/lock.ts';

/** The commit that changed a directory last, so that the digest of an artifact stays the same while the directory does. */
export interface Commit {
  /** 40 hexadecimal digits. */
  readonly hash: string;
  /** ISO 8601, in UTC. */
  readonly date: string;
}

/** Finds the commit of a chart or profile. Undefined outside of a Git repository; changes that are not committed are a finding. */
export const commitOf = async ({
  workspace,
  root,
}: Project): Promise<Checked<Commit | undefined>> => {
  const git = async (...args: readonly string[]): Promise<string> =>
    (await promisify(execFile)('git', args, { cwd: workspace })).stdout.trim();
  const path = root || '.';
  // A push itself changes the lock, which may lie in the directory of a chart in the root.
  const paths = ['--', path, `:(exclude,top)${lockName}`];
  try {
    await git('rev-parse', '--git-dir');
  } catch {
    return { value: undefined, findings: [] };
  }
  if ((await git('status', '--porcelain', ...paths)) !== '') {
    return { findings: [finding(path, 'it has changes that are not committed', 'commit them')] };
  }
  if ((await git('rev-parse', '--is-shallow-repository')) === 'true') {
    const message = 'this is a shallow clone, in which the commit of a directory is not known';
    return { findings: [finding(path, message, 'run "git fetch --unshallow"')] };
  }
  const [hash, seconds] = (await git('log', '-1', '--format=%H %ct', ...paths)).split(' ');
  if (!hash) return { findings: [finding(path, 'no commit contains it', 'commit it')] };
  const date = new Date(Number(seconds) * 1000).toISOString().replace('.000Z', 'Z');
  return { value: { hash, date }, findings: [] };
};

const finding = (input: string, message: string, fix: string): Finding => ({
  rule: 'push',
  severity: 'error',
  input,
  message,
  fix,
});
