import { broken, type Problem, problemOf, RegistryFailure, type Target } from '../problem.ts';
import { type Digest, isDigest } from '../reference/digest.ts';
import { readBody } from '../transport/body.ts';
import type { Client } from '../transport/client.ts';
import { headerOf } from '../transport/exchange.ts';
import { isPage, statusProblem } from '../transport/status-problem.ts';
import { urlAt } from '../transport/url.ts';
import { type Entries, entriesOf } from './index-text.ts';

/** A version of a chart in the index of a Helm repository. */
export interface ChartVersion {
  readonly name: string;
  readonly version: string;
  readonly appVersion?: string;
  readonly description?: string;
  readonly isDeprecated: boolean;
  /** Of the package. Some repositories have none. */
  readonly digest?: Digest;
  /** Where the package is, absolute. */
  readonly urls: readonly URL[];
}

/** The index of a Helm repository. */
export interface ChartIndex {
  readonly repository: URL;
  readonly names: readonly string[];
  /** The versions of a chart in the order of the index; none if the repository does not have the chart. */
  readonly versions: (name: string) => readonly ChartVersion[];
}

/**
 * Reads the index.yaml of a Helm repository.
 * @throws {RegistryFailure} If the repository has none, or it is no index.
 * @example const { versions } = await readChartIndex(client, new URL('https://charts.example.com/stable/'));
 */
export const readChartIndex = async (client: Client, repository: URL): Promise<ChartIndex> => {
  const target = { host: repository.host, name: repository.href };
  const url = new URL('index.yaml', repository);
  // Repositories like JFrog's need the parameters for all files.
  url.search = repository.search;
  const text = await client.exchange(
    { target, url, origin: repository.origin, method: 'GET', isStreamed: true, expect: [200, 404] },
    async (answer) => {
      const { status } = answer;
      if (status === 404) throw new RegistryFailure(withoutIndex(target));
      const body = (await readBody(answer, target, maximum)).toString();
      const contentType = headerOf(answer, 'content-type');
      const start = { contentType: undefined, body: body.slice(0, 1000) };
      // Some servers call every file a page.
      if (isPage(start))
        throw new RegistryFailure(statusProblem({ ...start, contentType, status }, target));
      return body;
    },
  );
  const entries = entriesOf(text);
  if (entries === undefined)
    throw broken(target, `the index.yaml of ${target.host} is no index of a Helm repository`);
  return {
    repository,
    names: [...entries.keys()],
    versions: (name) => versionsOf(entries, name, repository, target),
  };
};

const withoutIndex = (target: Target): Problem =>
  problemOf(
    'absent',
    target,
    `${target.host} has no index.yaml there, so it is no Helm repository (HTTP 404)`,
    'correct the address; a chart in an OCI registry has one that begins with oci://',
    404,
  );

const maximum = 256 * 2 ** 20;

const versionsOf = (
  entries: Entries,
  name: string,
  repository: URL,
  target: Target,
): readonly ChartVersion[] => {
  const list = read(entries, name, target);
  if (!Array.isArray(list))
    throw broken(
      target,
      `the index.yaml of ${target.host} has no list of versions for the chart ${name}`,
    );
  // Helm skips what it can't read, too.
  return list.flatMap((entry) => versionOf(entry, name, repository) ?? []);
};

const read = (entries: Entries, name: string, target: Target): unknown => {
  try {
    return entries.get(name)?.() ?? [];
  } catch {
    throw broken(
      target,
      `the index.yaml of ${target.host} can't be read where it lists the chart ${name}`,
    );
  }
};

const versionOf = (entry: unknown, name: string, repository: URL): ChartVersion | undefined => {
  if (typeof entry !== 'object' || entry === null) return undefined;
  const { version, appVersion, description, deprecated, digest, urls } = entry as Readonly<
    Record<string, unknown>
  >;
  if (version === undefined || version === null) return undefined;
  const named = `${digest}`.startsWith('sha256:') ? digest : `sha256:${digest}`;
  return {
    name,
    version: String(version),
    ...(appVersion !== undefined && appVersion !== null && { appVersion: String(appVersion) }),
    ...(typeof description === 'string' && { description }),
    isDeprecated: deprecated === true,
    ...(isDigest(named) && { digest: named }),
    urls: (Array.isArray(urls) ? urls : []).flatMap((url) => urlOf(String(url), repository) ?? []),
  };
};

const urlOf = (text: string, repository: URL): URL | undefined => {
  const url = urlAt(text, repository);
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) return undefined;
  if (url.origin === repository.origin && url.search === '') url.search = repository.search;
  return url;
};
