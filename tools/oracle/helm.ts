import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { machineCache } from '../../packages/engine/src/build/machine-cache.ts';
import { run } from '../go/run.ts';
import { findGo, goError, goMissing } from '../go/toolchain.ts';

/** The path of the program helm of a version in the cache of this machine, built or not. */
export const keptHelm = (version: string): string => join(machineCache('helm'), version, 'helm');

/**
 * The path of the program helm of a version, for instance `4.3.1`: that in the cache of this machine, or built from its Go
 * module, which takes minutes.
 * @throws {Error} Without Go, or if the module can't be fetched or compiled.
 */
export const helmProgram = async (version: string): Promise<string> => {
  const path = keptHelm(version);
  if (existsSync(path)) return path;
  const say = (sentence: string) => console.error(`helm: ${sentence}`);
  const go = await findGo(say);
  if (go === undefined) throw new Error(goMissing);
  say(`building helm ${version} with ${go.version}`);
  const folder = dirname(path);
  await mkdir(dirname(folder), { recursive: true });
  const work = await mkdtemp(`${folder}-`);
  const flags = `-ldflags=-s -w -X helm.sh/helm/v4/internal/version.version=v${version}`;
  const ended = await run(go.command, ['install', flags, `helm.sh/helm/v4/cmd/helm@v${version}`], {
    environment: { CGO_ENABLED: '0', GOBIN: work, GOWORK: 'off' },
  });
  if (ended.code !== 0) {
    await rm(work, { recursive: true });
    throw new Error(`helm ${version} can't be built: ${goError(ended)}`);
  }
  await rename(work, folder);
  return path;
};
