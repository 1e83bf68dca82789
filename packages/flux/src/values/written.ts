import {
  isObject,
  type LocatedYaml,
  listAt,
  parseLocatedYaml,
  stringAt,
  valueAt,
} from '@helm-charts/kubernetes';
import { type Finding, type Manifest, objectIdOf, pointerOf } from '@helm-charts/types';
import type { BuiltTree } from '../build/tree.ts';
import { dataOf, type Lookup, lookupIn } from '../lookup.ts';
import { placeOf } from '../sources/place.ts';

/** The position of one value of a HelmRelease. */
interface WrittenValue {
  readonly place: Pick<Finding, 'object' | 'pointer' | 'position'>;
  /** The source text of a scalar in a ConfigMap or Secret. */
  readonly source: string | undefined;
}

/**
 * Finds the position of the value at a path: in `spec.values`, else in the last entry of
 * `spec.valuesFrom` that has it. The position of a missing value is `spec`.
 */
export const writtenValue = (
  helmRelease: Manifest,
  path: readonly (string | number)[],
  { layers, locate }: Pick<BuiltTree, 'layers' | 'locate'>,
): WrittenValue => {
  const inRelease = (field: readonly (string | number)[]): WrittenValue => ({
    place: placeOf(helmRelease, ['spec', ...field], locate(helmRelease)),
    source: undefined,
  });
  const { spec } = helmRelease;
  if (holds(valueAt(spec, 'values'), path)) return inRelease(['values', ...path]);
  const lookup = lookupOf(layers);
  const references = listAt(spec, 'valuesFrom');
  for (const [index, reference] of [...references.entries()].toReversed()) {
    const targetPath = stringAt(reference, 'targetPath');
    if (targetPath !== undefined && targetPath === path.join('.'))
      return inRelease(['valuesFrom', index, 'targetPath']);
    const namespace = helmRelease.metadata.namespace ?? 'default';
    const [kind = '', name = ''] = [stringAt(reference, 'kind'), stringAt(reference, 'name')];
    const key = stringAt(reference, 'valuesKey') || 'values.yaml';
    const object = lookup(kind, namespace, name);
    const yaml = object && textsOf(object)(key);
    if (object === undefined || yaml === undefined || targetPath !== undefined) continue;
    if (!holds(yaml.value, path)) continue;
    const { line, column } = yaml.placeOf(path);
    const position = locate(object)?.within(key, line);
    return {
      place: {
        ...(position === undefined
          ? { object: objectIdOf(object) }
          : // In an object, the text is indented.
            { position: position.line === line ? { ...position, column } : position }),
        pointer: pointerOf(path),
      },
      source: yaml.sourceOf(path),
    };
  }
  return inRelease([]);
};

/** Thousands of values can be wrong, so what their positions are found in is made once. */
const once = <Key extends object, Result>(make: (key: Key) => Result): ((key: Key) => Result) => {
  const results = new WeakMap<Key, { readonly result: Result }>();
  return (key) => {
    const known = results.get(key) ?? { result: make(key) };
    results.set(key, known);
    return known.result;
  };
};

const lookupOf: (layers: BuiltTree['layers']) => Lookup = once((layers) =>
  lookupIn(layers.flatMap(({ documents }) => documents.map(({ manifest }) => manifest))),
);

/** The parsed texts of a ConfigMap or Secret. */
const textsOf: (object: Manifest) => (key: string) => LocatedYaml | undefined = once((object) => {
  const data = dataOf(object);
  const parsed = new Map<string, LocatedYaml>();
  return (key) => {
    const text = data.get(key);
    if (text !== undefined && !parsed.has(key)) parsed.set(key, parseLocatedYaml(text, key));
    return parsed.get(key);
  };
});

const holds = (value: unknown, [key, ...rest]: readonly (string | number)[]): boolean => {
  if (key === undefined) return value !== undefined;
  if (Array.isArray(value)) return holds(value[Number(key)], rest);
  return isObject(value) && holds(value[key], rest);
};
