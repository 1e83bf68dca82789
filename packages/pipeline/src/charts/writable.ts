import { rmSync } from 'node:fs';
import { access, constants, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFolder, memoize } from '@helm-charts/engine';

/** The folder of a cache; if it can't be written, a temporary folder that lasts as long as the process. */
export const writableFolder: (cache: string) => Promise<string> = memoize(async (cache) => {
  try {
    makeFolder(cache);
    await access(cache, constants.W_OK);
    return cache;
  } catch {
    const folder = await mkdtemp(join(tmpdir(), 'charts-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    return folder;
  }
});
