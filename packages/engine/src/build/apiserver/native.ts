import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '@helm-charts/types';
import { findGo, goMissing } from '../../../../../tools/go/toolchain.ts';
import { apiServerProgramOf, type Platform, thisPlatform } from '../../native/platform.ts';
import { goEnvironment } from '../compile.ts';
import { placeKept } from '../kept.ts';
import { compileApiServer } from './compile.ts';
import { apiServerFolder, apiServerHash, apiServerInputs, keptApiServer } from './sources.ts';

/** The package of the native program in go/apiserver. */
export const apiServerPackage = './cmd/helm-charts-apiserver';

const say = (sentence: string): void => console.error(`apiserver: ${sentence}`);

/**
 * Places the program for a platform in a folder, and returns its path: from the cache of this machine, in
 * ~/.cache/helm-charts/apiserver, or built.
 * @throws {Failure} With exit code 3 without Go, or if the program can't be compiled or written.
 */
export const placeApiServer = async (platform: Platform, folder: string): Promise<string> => {
  const go = await findGo(say);
  if (go === undefined) {
    throw new Failure(3, [{ rule: 'environment', severity: 'error', message: goMissing }]);
  }
  return placeKept({
    target: join(folder, apiServerProgramOf(platform)),
    kept: await keptApiServer(platform),
    starts: `building the program for ${platform.os}-${platform.cpu} with ${go.version}; without a cache of Go this takes about a minute on two cores`,
    say,
    make: (output) =>
      compileApiServer({
        go,
        program: apiServerPackage,
        environment: goEnvironment(platform),
        args: [],
        output,
        say,
      }),
  });
};

/**
 * Builds the program of this machine in dist/apiserver-native.
 * @throws {Failure} As `placeApiServer` does.
 */
export const buildApiServer = async (): Promise<string> => {
  await mkdir(apiServerFolder, { recursive: true });
  const path = await placeApiServer(thisPlatform, apiServerFolder);
  await writeFile(apiServerInputs, await apiServerHash());
  return path;
};
