import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The charts of a repository. */
export const roots: readonly string[] = ['charts/api', 'charts/web'];

/** A repository with the charts api and web, committed. Each has the same commits. */
export const repositoryIn = async (folder: string): Promise<string> => {
  const workspace = await mkdtemp(join(folder, 'workspace-'));
  git(workspace, 'init', '--quiet', '--initial-branch=main');
  for (const name of ['api', 'web']) {
    await write(
      workspace,
      `charts/${name}/Chart.yaml`,
      `apiVersion: v2\nname: ${name}\nversion: 1.0.0\ndescription: The ${name}.\n`,
    );
    await write(workspace, `charts/${name}/values.yaml`, 'replicas: 1\n');
  }
  commit(workspace, 'first');
  return workspace;
};

export const git = (workspace: string, ...args: readonly string[]): string => {
  const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
  const env = {
    ...process.env,
    GIT_COMMITTER_DATE: '2026-01-02T03:04:05Z',
    GIT_AUTHOR_DATE: '2026-01-02T03:04:05Z',
  };
  return execFileSync('git', [...identity, ...args], { cwd: workspace, encoding: 'utf8', env });
};

export const commit = (workspace: string, message: string): void => {
  git(workspace, 'add', '-A');
  git(workspace, 'commit', '--quiet', '-m', message);
};

export const write = async (workspace: string, path: string, content: string): Promise<void> => {
  await mkdir(dirname(join(workspace, path)), { recursive: true });
  await writeFile(join(workspace, path), content);
};

export const lockOf = async (workspace: string): Promise<string> =>
  readFile(join(workspace, 'release.lock.json'), 'utf8').catch(() => 'none');
