import type { LockedChart, LockedRemote } from '@helm-charts/flux';
import { remoteDocuments } from '@helm-charts/pipeline';
import { type FileContext, fetchFile, fileText } from './files.ts';
import { type Missing, reasonOf } from './problems.ts';
import type { PackageStore } from './store.ts';

/** What was brought into the store, and what can't be had. */
export interface FetchedRemotes {
  readonly remotes: readonly LockedRemote[];
  readonly missing: readonly Missing[];
}

/**
 * Brings the documents that the schemas of charts in the store refer to by URLs into the store, also those that only these
 * documents refer to.
 */
export const fetchDocuments = async (
  charts: readonly LockedChart[],
  store: PackageStore,
  context: FileContext,
): Promise<FetchedRemotes> => {
  const texts = new Map<string, string>();
  const digests = new Map<string, string>();
  const trees = new Map<string, readonly string[]>();
  const missing = new Map<string, Missing>();
  const at = (url: string) => texts.get(url);
  const fetchOne = async (url: string, name: string): Promise<void> => {
    try {
      const { digest } = await fetchFile(url, context);
      texts.set(url, await fileText(context.folder, digest));
      digests.set(url, digest);
    } catch (error) {
      const what = `${url}, to which the schema of the values of ${name} refers,`;
      missing.set(url, { name: url, what, place: {}, reason: reasonOf(error) });
    }
  };
  for (const { name, digest, trees: own = [] } of charts) {
    if (digest === undefined) continue;
    for (const schema of await store.schemas(digest)) {
      const open = () =>
        remoteDocuments(schema, at).filter((url) => !texts.has(url) && !missing.has(url));
      for (let urls = open(); urls.length > 0; urls = open())
        await Promise.all(urls.map((url) => fetchOne(url, name)));
      for (const url of remoteDocuments(schema, at))
        trees.set(url, [...new Set([...(trees.get(url) ?? []), ...own])]);
    }
  }
  const remotes = [...digests].map(([url, digest]) => ({
    url,
    digest,
    trees: trees.get(url) ?? [],
  }));
  return { remotes, missing: [...missing.values()] };
};
