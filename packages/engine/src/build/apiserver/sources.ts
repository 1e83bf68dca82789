import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultTarget } from '@helm-charts/kubernetes/target';
import { filesBelow, workspace } from '../../../../../tools/go/files.ts';
import { apiServerProductOf, type Platform, thisPlatform } from '../../native/platform.ts';
import { machineCache } from '../machine-cache.ts';

/** The folder of the Go module of the API server's validation. */
export const apiServerDirectory: string = join(workspace, 'packages/engine/go/apiserver');
/** The folder of the Go program that removes what a program can't reach. */
export const pruneDirectory: string = join(workspace, 'tools/prune');
/** The folder of the native programs in this checkout, and of files with the hashes of their sources. */
export const apiServerFolder: string = join(workspace, 'packages/engine/dist/apiserver-native');

/** The version of Kubernetes that programs are of unless another one is named. */
export const defaultKubernetes: string = defaultTarget.kubernetes.name;

/**
 * The file of Go modules of a version of Kubernetes, `1.37`. Of other versions than the default one it is beside go.mod, and `go`
 * gets it as an option (go help build, -modfile).
 */
const modulesOf = (kubernetes: string): string =>
  kubernetes === defaultKubernetes ? 'go.mod' : `kubernetes-${kubernetes}.mod`;

/** The versions of Kubernetes whose programs can be built. */
export const apiServerVersions = (): readonly string[] => [
  defaultKubernetes,
  ...readdirSync(apiServerDirectory).flatMap(
    (file) => /^kubernetes-(.+)\.mod$/.exec(file)?.[1] ?? [],
  ),
];

/** The variables with which `go` reads the modules of a version of Kubernetes. */
export const modulesEnvironment = (kubernetes: string): Readonly<Record<string, string>> =>
  kubernetes === defaultKubernetes
    ? {}
    : { GOFLAGS: `${process.env.GOFLAGS ?? ''} -modfile=${modulesOf(kubernetes)}`.trim() };

/** The files that the program of a version of Kubernetes is compiled from, absolute. */
const apiServerFiles = async (kubernetes: string): Promise<readonly string[]> => {
  const below = async (folder: string, isModules: (file: string) => boolean) =>
    (await filesBelow(folder))
      .filter((file) => isModules(file) || (/\.go$/.test(file) && !file.endsWith('_test.go')))
      .map((file) => join(folder, file));
  const modules = modulesOf(kubernetes);
  const own = [modules, modules.replace(/mod$/, 'sum')];
  return [
    ...(await below(apiServerDirectory, (file) => own.includes(file))),
    ...(await below(pruneDirectory, (file) => /^go\.(?:mod|sum)$/.test(file))),
  ];
};

/** A hash of all sources of the program of a version of Kubernetes. Programs of one platform with equal hashes are the same. */
export const apiServerHash = async (kubernetes: string = defaultKubernetes): Promise<string> => {
  const hash = createHash('sha256');
  for (const file of await apiServerFiles(kubernetes)) hash.update(await readFile(file));
  return hash.digest('hex').slice(0, 16);
};

/** The path in the cache of this machine of the program for a platform and a version of Kubernetes, built or not. */
export const keptApiServer = async (platform: Platform, kubernetes: string): Promise<string> =>
  keptPath(await apiServerHash(kubernetes), platform, kubernetes);

const keptPath = (hash: string, platform: Platform, kubernetes: string): string => {
  const key = `${hash}-${platform.os}-${platform.cpu}`;
  const name = apiServerProductOf(kubernetes).programOf(platform);
  return join(machineCache('apiserver'), key, name);
};

/** The file beside the program of this checkout that has the hash of its sources. */
export const apiServerInputs = (kubernetes: string): string =>
  join(apiServerFolder, kubernetes === defaultKubernetes ? 'inputs' : `inputs-${kubernetes}`);

/**
 * The path of the program of this machine for a version of Kubernetes that is built of the present sources; undefined if there is
 * none.
 */
export const builtApiServer = async (
  kubernetes: string = defaultKubernetes,
): Promise<string | undefined> => {
  if (!apiServerVersions().includes(kubernetes)) return undefined;
  const here = join(apiServerFolder, apiServerProductOf(kubernetes).programOf(thisPlatform));
  const inputs = await readFile(apiServerInputs(kubernetes), 'utf8').catch(() => '');
  const hash = await apiServerHash(kubernetes);
  const candidates = [...(inputs === hash ? [here] : []), keptPath(hash, thisPlatform, kubernetes)];
  return candidates.find((path) => existsSync(path));
};
