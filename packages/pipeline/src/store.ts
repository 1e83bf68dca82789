import { homedir } from 'node:os';
import { join } from 'node:path';
import type { ChartStore } from './charts/prepare.ts';
import { findWorkspace } from './projects.ts';

/**
 * The folders of a workspace for charts. What a repository that is no workspace has fetched is in the cache folder of
 * the user, `$XDG_CACHE_HOME` or `~/.cache`, so that nothing is added to the repository.
 */
export const storeOf = (workspaceRoot: string): ChartStore => {
  const own = join(workspaceRoot, 'node_modules/.cache/helm-charts');
  const user = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'helm-charts');
  const fetched = findWorkspace(workspaceRoot) === workspaceRoot ? own : user;
  return {
    packages: join(fetched, 'packages'),
    remotes: join(fetched, 'remotes'),
    cache: join(own, 'charts'),
  };
};
