import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runCommand } from '../servers/command.ts';

export interface Repository {
  /** The working directory. The next commit contains its files. */
  readonly directory: string;
  readonly branch: 'main';
  /** Writes files, by their paths, into the directory, commits all files in it, and returns the commit id. */
  commit(files?: Readonly<Record<string, string>>): Promise<string>;
}

/** Creates an empty repository in a directory, or opens the existing one. */
export const openRepository = async (directory: string): Promise<Repository> => {
  const git = async (...args: readonly string[]): Promise<string> => {
    const environment = gitEnvironment;
    const ended = await runCommand('git', ['-C', directory, ...args], { environment });
    if (ended.code !== 0) throw new Error(`git ${args.join(' ')}: ${ended.stderr}`);
    return ended.stdout.trim();
  };
  await mkdir(directory, { recursive: true });
  await git('init', '--quiet', '--initial-branch', 'main');
  return {
    directory,
    branch: 'main',
    commit: async (files = {}) => {
      for (const [path, text] of Object.entries(files)) {
        const file = join(directory, path);
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, text);
      }
      await git('add', '--all', '--force');
      await git('commit', '--quiet', '--allow-empty', '--message', 'Commit of a test');
      return git('rev-parse', 'HEAD');
    },
  };
};

/** Isolates Git from the settings of the user who runs the tests. */
export const gitEnvironment = {
  PATH: process.env.PATH ?? '',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Test',
  GIT_AUTHOR_EMAIL: 'test@example.invalid',
  GIT_COMMITTER_NAME: 'Test',
  GIT_COMMITTER_EMAIL: 'test@example.invalid',
};
