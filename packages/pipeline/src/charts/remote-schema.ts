import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LockedRemote } from '@helm-charts/flux';

/** A JSON Schema. */
type Schema = Readonly<Record<string, unknown>>;

/** The text of a document at a URL; undefined if it is not available locally. */
export type DocumentAt = (url: string) => string | undefined;

/** The name of the file with the schema of the values. */
const file = 'values.schema.json';

/** The values.schema.json of a chart and of the charts in it, as paths relative to the chart. */
const schemaFilesIn = (chart: string): readonly string[] => {
  const charts = join(chart, 'charts');
  const inner = existsSync(charts)
    ? readdirSync(charts, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    : [];
  const below = inner.flatMap(({ name }) =>
    schemaFilesIn(join(charts, name)).map((path) => `charts/${name}/${path}`),
  );
  return existsSync(join(chart, file)) ? [file, ...below] : below;
};

/**
 * Finds the documents that a schema refers to by URLs, also indirectly. Helm gets them from the network whenever it
 * checks values (santhosh-tekuri/jsonschema). `base` is the URL of the schema itself.
 */
export const remoteDocuments = (text: string, at: DocumentAt, base?: string): readonly string[] => {
  const found = new Set<string>();
  const visit = (content: string, url: string | undefined): void => {
    if (!reference.test(content)) return;
    const value = parse(content);
    const own = idOf(value, url) ?? url;
    const known = new Set([own, url]);
    for (const named of referencesIn(value, own)) {
      if (known.has(named) || found.has(named)) continue;
      found.add(named);
      const inner = at(named);
      if (inner !== undefined) visit(inner, named);
    }
  };
  visit(text, base);
  return [...found];
};

/** A reference to another document than the schema itself. */
const reference = /"\$ref"\s*:\s*"(?!#)/;

/**
 * Adds the documents that a schema refers to by URLs to its definitions, each with its URL as `$id`, so that they need
 * no network (JSON Schema 2020-12, section 9.3, compound documents). Undefined if there is nothing to add, or if one of
 * them is not available.
 */
export const withDocuments = (text: string, at: DocumentAt): string | undefined => {
  const urls = remoteDocuments(text, at);
  if (urls.length === 0) return undefined;
  const documents = urls.map((url) => [url, parse(at(url) ?? '')] as const);
  const value = parse(text);
  if (value === undefined) return undefined;
  if (documents.some(([, document]) => document === undefined)) return undefined;
  const field = /draft-0[3-7]/.test(String(value.$schema)) ? 'definitions' : '$defs';
  const more = Object.fromEntries(
    documents.map(([url, document]) => [url, withId(document ?? {}, url, value)]),
  );
  const present = value[field];
  const all = { ...(typeof present === 'object' ? present : {}), ...more };
  return JSON.stringify({ ...value, [field]: all });
};

/** Draft 4 calls it `id`. A document without a draft has that of the schema around it. */
const withId = (document: Schema, url: string, around: Schema): Schema => {
  const isFour = /draft-04/.test(String(document.$schema ?? around.$schema));
  return { ...document, [isFour ? 'id' : '$id']: url };
};

const parse = (text: string): Schema | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? { ...value }
      : undefined;
  } catch {
    return undefined;
  }
};

const idOf = (value: unknown, base: string | undefined): string | undefined => {
  if (typeof value !== 'object' || value === null || !('$id' in value)) return undefined;
  return typeof value.$id === 'string' ? resolveUrl(value.$id, base) : undefined;
};

/** The documents that `$ref` names, without fragments. A schema with an `$id` is a base of its own. */
const referencesIn = (value: unknown, base: string | undefined): readonly string[] => {
  if (typeof value !== 'object' || value === null) return [];
  const own = idOf(value, base) ?? base;
  const reference = '$ref' in value && typeof value.$ref === 'string' ? value.$ref : '#';
  const url = reference.startsWith('#') ? undefined : resolveUrl(reference, own);
  return [
    ...(url === undefined ? [] : [url]),
    ...Object.values(value).flatMap((inner) => referencesIn(inner, own)),
  ];
};

/** An http or https URL without its fragment. The schemas of JSON Schema itself are known to Helm. */
const resolveUrl = (text: string, base: string | undefined): string | undefined => {
  if (!URL.canParse(text, base)) return undefined;
  const url = new URL(text, base);
  url.hash = '';
  const isRemote = /^https?:$/.test(url.protocol) && url.hostname !== 'json-schema.org';
  return isRemote ? url.href : undefined;
};

/** A file of the lock file. */
type Locked = Pick<LockedRemote, 'url' | 'digest'>;

/**
 * The schemas in a chart that refer to documents in the network, by their paths, with these documents. `folder` has files
 * with their digests as names.
 */
export const completeSchemas = (
  chart: string,
  folder: string,
  remotes: readonly Locked[],
): ReadonlyMap<string, string> => {
  // Nothing is available, so nothing is added, and the schemas are large.
  if (remotes.length === 0) return new Map();
  // Many releases have the same chart.
  const known = completed.get(remotes) ?? new Map<string, ReadonlyMap<string, string>>();
  completed.set(remotes, known);
  const found = known.get(chart) ?? complete(chart, documentsIn(folder, remotes));
  known.set(chart, found);
  return found;
};

const completed = new WeakMap<readonly Locked[], Map<string, ReadonlyMap<string, string>>>();

const complete = (chart: string, at: DocumentAt): ReadonlyMap<string, string> =>
  new Map(
    schemaFilesIn(chart).flatMap((path): [string, string][] => {
      const text = withDocuments(readFileSync(join(chart, path), 'utf8'), at);
      return text === undefined ? [] : [[path, text]];
    }),
  );

const documentsIn =
  (folder: string, remotes: readonly Locked[]): DocumentAt =>
  (url) => {
    const digest = remotes.find((one) => one.url === url)?.digest;
    const path = join(folder, digest?.replace('sha256:', '') ?? 'none');
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  };
