import { join } from 'node:path';
import { cacheFolder } from './cache-folder.ts';
import type { ChartStore } from './charts/prepare.ts';

/** The folders for charts in the cache of a workspace or repository. */
export const storeOf = (workspaceRoot: string): ChartStore => {
  const cache = cacheFolder(workspaceRoot);
  return {
    packages: join(cache, 'packages'),
    remotes: join(cache, 'remotes'),
    cache: join(cache, 'charts'),
  };
};
