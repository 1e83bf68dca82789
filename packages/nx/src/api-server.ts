import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PreTasksExecution } from 'nx/src/project-graph/plugins/public-api.js';

/** Tells the tasks of a run whether the program with the rules of the API server is there: without it a render validates less, and says so. */
export const isBuilt = 'HELM_CHARTS_APISERVER_BUILT';

/** Finds the program that this repository builds. The published packages do not have it. */
const finder = join(import.meta.dirname, '../../engine/src/build/apiserver/sources.ts');

interface Finder {
  readonly builtApiServer: () => Promise<string | undefined>;
}

/** Looks once for all tasks of a run. */
export const preTasksExecution: PreTasksExecution | undefined = existsSync(finder)
  ? async () => {
      const { builtApiServer } = (await import(pathToFileURL(finder).href)) as Finder;
      process.env[isBuilt] = (await builtApiServer()) === undefined ? 'no' : 'yes';
    }
  : undefined;
