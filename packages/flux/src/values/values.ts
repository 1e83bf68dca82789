import type { FieldPath } from '@helm-charts/kubernetes';
import { type Finding, type JsonObject, type Manifest, manifestId } from '@helm-charts/types';
import { isObject, listAt, stringAt, valueAt } from '../fields.ts';
import { dataOf, encrypted, isEncrypted, type Lookup } from '../lookup.ts';
import type { Locate } from '../written/origin.ts';
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
 * text that can't be read. `locate` places findings; without it they name objects.
 */
export const mergeValues = (
  helmRelease: Manifest,
  lookup: Lookup,
  locate: Locate = () => undefined,
): MergedValues => {
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
      rule = 'values-from',
    ) => {
      const at = ['spec', 'valuesFrom', index, field];
      const where = placeOf(helmRelease, at, locate);
      findings.push({ rule, severity, where, message });
    };

    if (kind !== 'ConfigMap' && kind !== 'Secret') {
      const message = `valuesFrom names a ${kind}; only a ConfigMap or a Secret can hold values.`;
      report('error', 'kind', message);
      continue;
    }
    const object = lookup(kind, namespace, name);
    const text = object && dataOf(object).get(key);
    if (text === undefined) {
      if (optional) continue;
      const what = object ? `${id} has no key ${key}` : `nothing installs ${id}`;
      const message = `valuesFrom needs what isn't there: ${what}. Add it, or make the reference optional.`;
      report('error', object ? 'valuesKey' : 'name', message);
      continue;
    }
    if (object && isEncrypted(object) && text === encrypted) {
      const instead = path === undefined ? 'nothing' : `the text "${encrypted}"`;
      const message = `${id} is encrypted, and ${instead} stands for its key ${key} in what is rendered.`;
      report('warning', 'name', message, 'encrypted');
      if (path === undefined) continue;
    }
    if (path !== undefined) {
      result = mergeMaps(result, inline);
      const problem = replacePath(result, path, text, literal);
      if (problem) {
        report(
          'error',
          'targetPath',
          `targetPath ${path} can't take the value of ${id}: ${problem}.`,
        );
      } else if (valueAt(helmRelease, 'spec', 'values', ...path.split('.')) !== undefined) {
        const message = `targetPath ${path} is in spec.values too, and which of them wins depends on what else is merged; take it out of one.`;
        report('warning', 'targetPath', message);
      }
      continue;
    }
    const overlay = parseOverlay(text, (line, column) => {
      const place = (object && locate(object)?.within(key, line)) ?? `${id} ${key}:${line}`;
      return `${place}:${column}`;
    });
    findings.push(...overlay.findings);
    // Nobody else holds what was just read, so it may be written into.
    result = mergeMaps(result, overlay.values as Values);
  }
  return { values: mergeMaps(result, inline), findings };
};

const placeOf = (manifest: Manifest, path: FieldPath, locate: Locate): string =>
  locate(manifest)?.at(path) ?? manifestId(manifest);

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
