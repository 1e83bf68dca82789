import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '@helm-charts/types';
import { findGo, goMissing } from '../../../../../tools/go/toolchain.ts';
import { apiServerProductOf, type Platform, thisPlatform } from '../../native/platform.ts';
import { goEnvironment } from '../compile.ts';
import { placeKept } from '../kept.ts';
import { compileApiServer } from './compile.ts';
import {
  apiServerFolder,
  apiServerHash,
  apiServerInputs,
  apiServerVersions,
  defaultKubernetes,
  keptApiServer,
} from './sources.ts';

/** The package of the native program in go/apiserver. */
export const apiServerPackage = './cmd/helm-charts-apiserver';

const say = (sentence: string): void => console.error(`apiserver: ${sentence}`);

/**
 * Places the program for a platform and a version of Kubernetes in a folder, and returns its path: from the cache of this machine, in
 * ~/.cache/helm-charts/apiserver, or built.
 * @throws {Failure} With exit code 3 without Go, or if the program can't be compiled or written.
 */
export const placeApiServer = async (
  platform: Platform,
  kubernetes: string,
  folder: string,
): Promise<string> => {
  const go = await findGo(say);
  if (go === undefined) {
    throw new Failure(3, [{ rule: 'environment', severity: 'error', message: goMissing }]);
  }
  return placeKept({
    target: join(folder, apiServerProductOf(kubernetes).programOf(platform)),
    kept: await keptApiServer(platform, kubernetes),
    starts: `building the program of Kubernetes ${kubernetes} for ${platform.os}-${platform.cpu} with ${go.version}; without a cache of Go this takes about a minute on two cores`,
    say,
    make: (output) =>
      compileApiServer({
        go,
        program: apiServerPackage,
        kubernetes,
        environment: goEnvironment(platform),
        args: [],
        output,
        say,
      }),
  });
};

/**
 * Builds the program of this machine for a version of Kubernetes in dist/apiserver-native.
 * @throws {Failure} As `placeApiServer` does.
 */
export const buildApiServer = async (kubernetes: string = defaultKubernetes): Promise<string> => {
  if (!apiServerVersions().includes(kubernetes)) {
    const message = `there is no API server of Kubernetes ${kubernetes}`;
    const fix = `name ${apiServerVersions().join(' or ')}`;
    throw new Failure(2, [{ rule: 'environment', severity: 'error', message, fix }]);
  }
  await mkdir(apiServerFolder, { recursive: true });
  const path = await placeApiServer(thisPlatform, kubernetes, apiServerFolder);
  await writeFile(apiServerInputs(kubernetes), await apiServerHash(kubernetes));
  return path;
};
