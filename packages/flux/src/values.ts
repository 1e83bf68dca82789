import { type Finding, type JsonObject, type Manifest, manifestId } from '@helm-charts/types';
import { isObject, listAt, stringAt, valueAt } from './fields.ts';
import { dataOf, type Lookup } from './lookup.ts';
import { mergeMaps } from './merge.ts';
import type { Values } from './mutable.ts';
import { parseOverlay } from './overlay.ts';
import { setPath } from './strvals.ts';

/**
 * What a HelmRelease gives to Helm. Findings of severity `error` mean that Flux would not install
 * it.
 */
export interface MergedValues {
  readonly values: JsonObject;
  readonly findings: readonly Finding[];
}

/**
 * Merges the values of a HelmRelease as Flux does (fluxcd/pkg: chartutil/values.go,
 * ChartValuesFromReferences): `valuesFrom` in the order of the list, each from the HelmRelease's
 * own namespace, then `values` over them. A `targetPath` is set after a merge of `values`, into
 * mappings that it may share with them: hence it wins over `values` where the mapping was shared,
 * and loses where it was copied. `optional` forgives a missing object and a missing key, never a
 * text that can't be read.
 */
export const mergeValues = (helmRelease: Manifest, lookup: Lookup): MergedValues => {
  const where = manifestId(helmRelease);
  const inline = inlineValues(helmRelease);
  const findings: Finding[] = [];
  let result: Values = {};
  for (const reference of listAt(helmRelease, 'spec', 'valuesFrom')) {
    const { kind, name, key, optional, path, literal } = readReference(reference);
    const namespace = helmRelease.metadata.namespace ?? 'default';
    const id = `${kind} ${namespace}/${name}`;
    const report = (message: string) =>
      findings.push({ rule: 'values-from', severity: 'error', where, message });

    if (kind !== 'ConfigMap' && kind !== 'Secret') {
      report(`valuesFrom names a ${kind}; only a ConfigMap or a Secret can hold values.`);
      continue;
    }
    const object = lookup(kind, namespace, name);
    const text = object && dataOf(object).get(key);
    if (text === undefined) {
      if (optional) continue;
      const what = object ? `${id} has no key ${key}` : `nothing installs ${id}`;
      report(`valuesFrom needs what isn't there: ${what}. Add it, or make the reference optional.`);
      continue;
    }
    if (path !== undefined) {
      result = mergeMaps(result, inline);
      const problem = replacePath(result, path, text, literal);
      if (problem) report(`targetPath ${path} can't take the value of ${id}: ${problem}.`);
      continue;
    }
    const overlay = parseOverlay(text, `${id} ${key}`);
    findings.push(...overlay.findings);
    // Nobody else holds what was just read, so it may be written into.
    result = mergeMaps(result, overlay.values as Values);
  }
  return { values: mergeMaps(result, inline), findings };
};

interface Reference {
  readonly kind: string;
  readonly name: string;
  readonly key: string;
  readonly optional: boolean;
  readonly path: string | undefined;
  readonly literal: boolean;
}

const readReference = (reference: unknown): Reference => ({
  kind: stringAt(reference, 'kind') ?? 'kind without a name',
  name: stringAt(reference, 'name') ?? '',
  key: stringAt(reference, 'valuesKey') || 'values.yaml',
  optional: valueAt(reference, 'optional') === true,
  path: stringAt(reference, 'targetPath') || undefined,
  literal: valueAt(reference, 'literal') === true,
});

/** A copy, since a targetPath may write into it. */
const inlineValues = (helmRelease: Manifest): Values => {
  const values = valueAt(helmRelease, 'spec', 'values');
  return isObject(values) ? (structuredClone(values) as Values) : {};
};

/**
 * Why the path can't be set, if so. A value in quotes is a string without them (ReplacePathValue of
 * the same file).
 */
const replacePath = (
  values: Values,
  path: string,
  text: string,
  literal: boolean,
): string | undefined => {
  const isQuoted = ['"', "'"].some((quote) => text.startsWith(quote) && text.endsWith(quote));
  try {
    if (literal) setPath(values, path, text, 'literal');
    else if (isQuoted) setPath(values, path, text.replace(/^['"]+|['"]+$/g, ''), 'string');
    else setPath(values, path, text, 'typed');
    return undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return error.message;
    throw error;
  }
};
