import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fetchModules } from './fetch.ts';
import type { Lock } from './lock.ts';

/**
 * Writes the APIs that an API server serves by default, from the discovery documents in the Go module of Kubernetes:
 *
 *     npx node tools/schemas/apis.ts           of the version that schemas/lock.json names
 *     npx node tools/schemas/apis.ts v1.35.4   of another version
 *
 * The documents have all APIs. Those of alpha and beta versions are off unless --runtime-config turns them on
 * (pkg/controlplane/instance.go of Kubernetes).
 */
const writeApis = async (version: string): Promise<void> => {
  const [module] = await fetchModules([`${kubernetes}@${version}`]);
  if (module === undefined) return;
  const folder = join(module.directory, 'api/discovery');
  const documents = (await readdir(folder)).filter((name) => /^apis?__.*v\d+\.json$/.test(name));
  const lists: readonly ResourceList[] = await Promise.all(
    documents.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8'))),
  );
  const apis = lists.flatMap(({ groupVersion, resources }) => [
    groupVersion,
    ...resources.map(({ kind }) => `${groupVersion}/${kind}`),
  ]);
  const minor = version.replace(/^v(\d+\.\d+)\..*$/, '$1');
  const file = join(root, `packages/engine/src/apis/kubernetes-${minor}.ts`);
  await writeFile(file, text(version, [...new Set(apis)].sort()));
};

const locked = async (): Promise<string> => {
  const lock: Lock = JSON.parse(await readFile(join(root, 'schemas/lock.json'), 'utf8'));
  return lock.sources[kubernetes]?.version ?? '';
};

/** A discovery document (k8s.io/apimachinery pkg/apis/meta/v1/types.go, APIResourceList). */
interface ResourceList {
  readonly groupVersion: string;
  readonly resources: readonly { readonly kind: string }[];
}

const root = join(import.meta.dirname, '../..');
const kubernetes = 'k8s.io/kubernetes';

const text = (version: string, apis: readonly string[]): string =>
  `/**
 * The APIs of Kubernetes ${version.replace(/^v/, '')} with default settings, as Helm reads them from the API server (pkg/action/action.go
 * GetVersionSet). Made by tools/schemas/apis.ts from api/discovery of ${kubernetes} ${version}.
 */
export const apis: readonly string[] = [
${apis.map((api) => `  '${api}',\n`).join('')}];
`;

await writeApis(process.argv[2] ?? (await locked()));
