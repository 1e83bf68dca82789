import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The kinds of an API server. */
export interface Discovery {
  /** By apiVersion, the kinds that a client can create. */
  readonly kinds: Readonly<Record<string, readonly string[]>>;
  /** What the server says of itself with default settings: `apps/v1`, and `apps/v1/Deployment`. */
  readonly apis: readonly string[];
}

/**
 * Reads the discovery documents in the Go module of Kubernetes, which have all APIs. Those of alpha and beta versions are
 * off unless --runtime-config turns them on (pkg/controlplane/instance.go).
 */
export const readDiscovery = async (module: string): Promise<Discovery> => {
  const folder = join(module, 'api/discovery');
  const documents = (await readdir(folder)).filter((name) => /^apis?__.*v\d+\w*\.json$/.test(name));
  const lists: readonly ResourceList[] = await Promise.all(
    documents.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8'))),
  );
  const isServed = ({ groupVersion }: ResourceList) => /(^|\/)v\d+$/.test(groupVersion);
  const apis = lists
    .filter(isServed)
    .flatMap(({ groupVersion, resources }) => [
      groupVersion,
      ...resources.map(({ kind }) => `${groupVersion}/${kind}`),
    ]);
  const kinds = lists.map(({ groupVersion, resources }) => [
    groupVersion,
    resources
      // A resource with a slash is part of another one.
      .filter(({ name, verbs }) => !name.includes('/') && verbs.includes('create'))
      .map(({ kind }) => kind)
      .toSorted(),
  ]);
  return { kinds: Object.fromEntries(kinds), apis: [...new Set(apis)].sort() };
};

/** A discovery document (k8s.io/apimachinery pkg/apis/meta/v1/types.go, APIResourceList). */
interface ResourceList {
  readonly groupVersion: string;
  readonly resources: readonly {
    readonly name: string;
    readonly kind: string;
    readonly verbs: readonly string[];
  }[];
}
