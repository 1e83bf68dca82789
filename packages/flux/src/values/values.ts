import { isObject, listAt, stringAt, valueAt } from '@helm-charts/kubernetes';
import type { Checked, Finding, JsonObject, Manifest } from '@helm-charts/types';
import { dataOf, encrypted, isEncrypted, type Lookup } from '../lookup.ts';
import type { Locate } from '../sources/origin.ts';
import { placeOf } from '../sources/place.ts';
import { mergeMaps } from './merge.ts';
import type { Values } from './mutable.ts';
import { parseOverlay } from './overlay.ts';
import { setPath } from './strvals.ts';

/**
 * Merges the values of a HelmRelease as Flux does (fluxcd/pkg: chartutil/values.go,
 * ChartValuesFromReferences): `valuesFrom` in the order of the list, each from the HelmRelease's
 * own namespace, then `values` over them. A `targetPath` is set after a merge of `values`, into
 * mappings that it may share with them: hence it wins over `values` where the mapping was shared,
 * and loses where it was copied. `optional` forgives a missing object and a missing key, never a
 * text that can't be read. Without a value Flux would not install it. `locate` places findings.
 */
export const mergeValues = (
  helmRelease: Manifest,
  lookup: Lookup,
  locate: Locate = () => undefined,
): Checked<JsonObject> => {
  const inline = inlineValues(helmRelease);
  const findings: Finding[] = [];
  let result: Values = {};
  for (const [index, item] of listAt(helmRelease, 'spec', 'valuesFrom').entries()) {
    const { kind, name, key, optional, path, literal } = readReference(item);
    const namespace = helmRelease.metadata.namespace ?? 'default';
    const id = `${kind} ${namespace}/${name}`;
    const report = (
      severity: Finding['severity'],
      field: string,
      message: string,
      fix: string | undefined,
      rule = 'values-from',
    ) => {
      const place = placeOf(helmRelease, ['spec', 'valuesFrom', index, field], locate(helmRelease));
      findings.push({ rule, severity, ...place, message, ...(fix && { fix }) });
    };

    if (kind !== 'ConfigMap' && kind !== 'Secret') {
      const message = `valuesFrom names a ${kind}; only a ConfigMap or a Secret can hold values`;
      report('error', 'kind', message, undefined);
      continue;
    }
    const object = lookup(kind, namespace, name);
    const text = object && dataOf(object).get(key);
    if (text === undefined) {
      if (optional) continue;
      const what = object ? `${id} has no key ${key}` : `nothing installs ${id}`;
      const fix = 'add it, or make the reference optional';
      report('error', object ? 'valuesKey' : 'name', `${what}, which valuesFrom needs`, fix);
      continue;
    }
    if (object && isEncrypted(object) && text === encrypted) {
      const instead = path === undefined ? 'nothing' : `the text "${encrypted}"`;
      const message = `${id} is encrypted, and ${instead} stands for its key ${key} in what is rendered`;
      report('warning', 'name', message, undefined, 'encrypted');
      if (path === undefined) continue;
    }
    if (path !== undefined) {
      result = mergeMaps(result, inline);
      const problem = replacePath(result, path, text, literal);
      if (problem) {
        const message = `targetPath ${path} can't take the value of ${id}: ${problem}`;
        report('error', 'targetPath', message, undefined);
      } else if (valueAt(helmRelease, 'spec', 'values', ...path.split('.')) !== undefined) {
        const message = `targetPath ${path} is in spec.values too, and which of them wins depends on what else is merged`;
        report('warning', 'targetPath', message, 'take it out of one');
      }
      continue;
    }
    const overlay = parseOverlay(text, (line, column) => {
      const position = object && locate(object)?.within(key, line);
      return position
        ? { position: { ...position, column } }
        : { input: `${id} ${key}:${line}:${column}` };
    });
    findings.push(...overlay.findings);
    // Nobody else holds what was just read, so it may be written into.
    result = mergeMaps(result, (overlay.value ?? {}) as Values);
  }
  const isWrong = findings.some(({ severity }) => severity === 'error');
  return { ...(!isWrong && { value: mergeMaps(result, inline) }), findings };
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
