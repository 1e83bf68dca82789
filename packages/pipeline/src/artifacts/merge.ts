import { mergeMaps } from '@helm-charts/flux';
import { isObject, parseYamlStream, writeYaml } from '@helm-charts/kubernetes';
import type { Json, JsonObject } from '@helm-charts/types';

/**
 * Merges YAML files as Helm merges files of values; the documents of each file are merged first (source-watcher:
 * internal/builder/merge.go). Returns the problem of a file that has something else than mappings.
 */
export const mergeYaml = (
  base: Uint8Array,
  over: Uint8Array,
): { readonly text: string } | { readonly problem: string } => {
  const read = [base, over].map(mapIn);
  const [first, second] = read;
  if (first === undefined || second === undefined)
    return { problem: 'a file that is merged is no YAML mapping' };
  return { text: writeYaml(sorted(merge(first, second))) };
};

type Values = Parameters<typeof mergeMaps>[0];

const merge = (a: JsonObject, b: JsonObject): JsonObject =>
  mergeMaps(a as Values, b as Values) as JsonObject;

const mapIn = (content: Uint8Array): JsonObject | undefined => {
  const documents = parseYamlStream(Buffer.from(content).toString(), 'file');
  const values = documents.map(({ value, findings }) =>
    findings.some(({ severity }) => severity === 'error') ? false : (value ?? {}),
  );
  if (!values.every((value) => isObject(value))) return undefined;
  // The parts of a YAML mapping are JSON.
  return (values as JsonObject[]).reduce<JsonObject>(merge, {});
};

/** sigs.k8s.io/yaml writes keys in their order. */
const sorted = <T extends Json>(value: T): T => {
  if (Array.isArray(value)) return value.map(sorted) as unknown as T;
  if (!isObject(value)) return value;
  const entries = Object.entries(value as JsonObject).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)])) as T;
};
