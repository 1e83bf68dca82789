import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { filesBelow, workspace } from '../../../../../tools/go/files.ts';
import { apiServerProgramOf, type Platform, thisPlatform } from '../../native/platform.ts';
import { machineCache } from '../machine-cache.ts';

/** The folder of the Go module of the API server's validation. */
export const apiServerDirectory: string = join(workspace, 'packages/engine/go/apiserver');
/** The folder of the Go program that removes what a program can't reach. */
export const pruneDirectory: string = join(workspace, 'tools/prune');
/** The folder of the native program in this checkout, and of a file with the hash of its sources. */
export const apiServerFolder: string = join(workspace, 'packages/engine/dist/apiserver-native');

/** The files that the programs are compiled from, absolute. */
const apiServerFiles = async (): Promise<readonly string[]> => {
  const below = async (folder: string) =>
    (await filesBelow(folder))
      .filter((file) => /(?:\.go|go\.mod|go\.sum)$/.test(file) && !file.endsWith('_test.go'))
      .map((file) => join(folder, file));
  return [...(await below(apiServerDirectory)), ...(await below(pruneDirectory))];
};

/** A hash of all sources. Programs of one platform with equal hashes are the same. */
export const apiServerHash = async (): Promise<string> => {
  const hash = createHash('sha256');
  for (const file of await apiServerFiles()) hash.update(await readFile(file));
  return hash.digest('hex').slice(0, 16);
};

/** The path in the cache of this machine of the program for a platform, built or not. */
export const keptApiServer = async (platform: Platform): Promise<string> => {
  const key = `${await apiServerHash()}-${platform.os}-${platform.cpu}`;
  return join(machineCache('apiserver'), key, apiServerProgramOf(platform));
};

/** The file beside the program of this checkout that has the hash of its sources. */
export const apiServerInputs: string = join(apiServerFolder, 'inputs');

/** The path of the program of this machine that is built of the present sources; undefined if there is none. */
export const builtApiServer = async (): Promise<string | undefined> => {
  const here = join(apiServerFolder, apiServerProgramOf(thisPlatform));
  const inputs = await readFile(apiServerInputs, 'utf8').catch(() => '');
  const candidates = [
    ...(inputs === (await apiServerHash()) ? [here] : []),
    await keptApiServer(thisPlatform),
  ];
  return candidates.find((path) => existsSync(path));
};
