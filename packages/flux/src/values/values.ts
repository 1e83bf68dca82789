import { isObject, listAt, standIn, stringAt, valueAt } from '@helm-charts/kubernetes';
import type { Checked, Finding, JsonObject, Manifest, UnseenMark } from '@helm-charts/types';
import { isFilled } from '../in-cluster/filled.ts';
import { type InCluster, unseenInCluster } from '../in-cluster/in-cluster.ts';
import { dataOf, isEncrypted, type Lookup } from '../lookup.ts';
import type { Locate } from '../sources/origin.ts';
import { placeOf } from '../sources/place.ts';
import { mergeMaps } from './merge.ts';
import type { Values } from './mutable.ts';
import { type PlaceInText, parseOverlay } from './overlay.ts';
import { setPath } from './strvals.ts';

/**
 * Merges the values of a HelmRelease as Flux does (fluxcd/pkg: chartutil/values.go,
 * ChartValuesFromReferences): `valuesFrom` in the order of the list, each from the HelmRelease's
 * own namespace, then `values`, which overrides them. A `targetPath` is set after a merge of
 * `values`, in mappings that the result may share with `values`: it overrides `values` if the
 * mapping is shared, and is overridden if the mapping was copied. `optional` allows a missing
 * object and a missing key, but no invalid text. Keys that are defined twice in a text are errors, or warnings if
 * they are accepted. The result has no value if Flux would not install the release. `locate` finds the positions of findings; `inCluster` tells which objects are missing because only the
 * cluster has them.
 */
export const mergeValues = (
  helmRelease: Manifest,
  lookup: Lookup,
  locate: Locate = () => undefined,
  inCluster: InCluster = () => undefined,
  options: { readonly acceptsDuplicateKeys?: boolean | undefined } = {},
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
      { rule = 'values-from', unseen }: { rule?: string; unseen?: UnseenMark } = {},
    ) => {
      const place = placeOf(helmRelease, ['spec', 'valuesFrom', index, field], locate(helmRelease));
      findings.push({
        rule,
        severity,
        ...place,
        message,
        ...(fix && { fix }),
        ...(unseen && { unseen }),
      });
    };

    if (kind !== 'ConfigMap' && kind !== 'Secret') {
      const message = `valuesFrom names a ${kind}; only a ConfigMap or a Secret can hold values`;
      report('error', 'kind', message, undefined);
      continue;
    }
    const object = lookup(kind, namespace, name);
    const known = object && dataOf(object).get(key);
    const isInTree = object !== undefined && (known !== undefined || !isFilled(object));
    const assumed = isInTree ? undefined : inCluster(kind, namespace, name);
    if (assumed !== undefined) {
      const severity = assumed.isDeclared ? 'info' : 'warning';
      const message = `${assumed.message}, so ${insteadOf(path)} replaces its key ${key} in the manifests rendered here`;
      const unseen = unseenInCluster(assumed);
      report(severity, 'name', message, assumed.fix, { rule: 'in-cluster', unseen });
      if (path === undefined) continue;
    }
    const text = assumed === undefined ? known : standIn;
    if (text === undefined) {
      if (optional) continue;
      const what = object ? `${id} has no key ${key}` : `the profile has no ${id}`;
      const fix = 'add it, or set optional: true';
      report(
        'error',
        object ? 'valuesKey' : 'name',
        `${what}, which valuesFrom needs, so Flux does not install the release`,
        fix,
      );
      continue;
    }
    if (object && isEncrypted(object) && text.includes(standIn)) {
      const isWhole = text === standIn;
      const message = isWhole
        ? `${id} is encrypted, so ${insteadOf(path)} replaces its key ${key} in the manifests rendered here`
        : `${id} has encrypted values, so the text "${standIn}" replaces each of them in the manifests rendered here`;
      const unseen = { what: 'evaluated', reason: 'encrypted' } as const;
      report('warning', 'name', message, undefined, { rule: 'encrypted', unseen });
      if (isWhole && path === undefined) continue;
    }
    if (path !== undefined) {
      result = mergeMaps(result, inline);
      const problem = replacePath(result, path, text, literal);
      if (problem) {
        const message = `Flux cannot set the value of ${id} at targetPath ${path}: ${problem}`;
        report('error', 'targetPath', message, undefined);
      } else if (valueAt(helmRelease, 'spec', 'values', ...path.split('.')) !== undefined) {
        const message = `targetPath ${path} is also in spec.values, and which one takes precedence depends on the other merged values`;
        report('warning', 'targetPath', message, 'remove one of them');
      }
      continue;
    }
    const placeInText: PlaceInText = (line, column) => {
      const position = object && locate(object)?.within(key, line);
      return position
        ? { position: { ...position, column } }
        : { input: `${id} ${key}:${line}:${column}` };
    };
    const overlay = parseOverlay(text, placeInText, options);
    findings.push(...overlay.findings);
    // The parsed values are not shared, so they may be changed.
    result = mergeMaps(result, (overlay.value ?? {}) as Values);
  }
  const isWrong = findings.some(({ severity }) => severity === 'error');
  return { ...(!isWrong && { value: mergeMaps(result, inline) }), findings };
};

const insteadOf = (path: string | undefined): string =>
  path === undefined ? 'nothing' : `the text "${standIn}"`;

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

/** A copy, since a targetPath may change it. */
const inlineValues = (helmRelease: Manifest): Values => {
  const values = valueAt(helmRelease, 'spec', 'values');
  return isObject(values) ? (structuredClone(values) as Values) : {};
};

/**
 * Sets a value at a path. Returns the problem if that fails. A quoted value is a string without the
 * quotes (ReplacePathValue in the same file).
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
