import { isDeepStrictEqual } from 'node:util';
import { isObject, parseYaml } from '@helm-charts/kubernetes';
import { fieldPath, type Json } from '@helm-charts/types';
import type { ChartValues } from './chart-values.ts';
import { equalToDefault } from './defaults.ts';
import { moveValue, removeValue } from './edit.ts';
import type { Path } from './fault.ts';
import { renamedValues } from './marks.ts';

/** A fixed text of values. */
export interface Fixed {
  readonly text: string;
  /** What was done, and what must be done by hand, each as a sentence. */
  readonly details: readonly string[];
}

/**
 * Renames values to their new names and, with `removeDefaults`, removes those that equal the chart's default. An edit
 * that would change the values is left to a person.
 */
export const fixValues = (
  text: string,
  chart: ChartValues,
  { removeDefaults }: { readonly removeDefaults: boolean },
): Fixed => {
  if (parseYaml(text).value === undefined) return { text, details: [severalDocuments] };
  const edits = [
    ...renamedValues(chart.schema, parseYaml(text).value).map(
      ({ from, to }): Edit => ({
        edit: (of) => moveValue(of, from, to),
        expect: (values) => put(without(values, from), to, at(values, from)),
        done: `renamed ${name(from)} to ${name(to)}`,
        byHand: `${name(from)} cannot be renamed automatically; rename it to ${name(to)} by hand`,
      }),
    ),
  ];
  const renamed = edits.reduce(apply, { text, details: [] });
  if (!removeDefaults) return renamed;
  return equalToDefault(parseYaml(renamed.text).value, chart.defaults)
    .map(
      (path): Edit => ({
        edit: (of) => removeValue(of, path),
        expect: (values) => without(values, path),
        done: `removed ${name(path)}, which equals the default`,
        byHand: `${name(path)} equals the default and cannot be removed automatically; remove it by hand`,
      }),
    )
    .reduce(apply, renamed);
};

const severalDocuments =
  'it has several YAML documents, so nothing is changed; merge them into one, then run it again';

interface Edit {
  readonly edit: (text: string) => string | undefined;
  /** The expected values after the edit. */
  readonly expect: (values: Json | undefined) => Json;
  readonly done: string;
  readonly byHand: string;
}

const apply = ({ text, details }: Fixed, { edit, expect, done, byHand }: Edit): Fixed => {
  const expected = expect(parseYaml(text).value);
  // A text with a duplicate key does not parse.
  const edited = edit(text);
  const isRight =
    edited !== undefined && isDeepStrictEqual(parseYaml(edited).value ?? {}, expected);
  return isRight
    ? { text: edited, details: [...details, done] }
    : { text, details: [...details, byHand] };
};

const at = (values: Json | undefined, path: Path): Json | undefined =>
  path.reduce<Json | undefined>((of, key) => (isObject(of) ? of[key] : undefined), values);

/** Also removes mappings that become empty. */
const without = (values: Json | undefined, [key, ...rest]: Path): Json => {
  if (!isObject(values) || key === undefined) return values ?? {};
  const { [key]: own, ...others } = values;
  const left = rest.length === 0 ? {} : without(own, rest);
  return isObject(left) && Object.keys(left).length === 0
    ? others
    : Object.fromEntries(
        Object.entries(values).map(([name, of]) => [name, name === key ? left : of]),
      );
};

const put = (values: Json, [key, ...rest]: Path, value: Json | undefined): Json => {
  if (key === undefined) return value ?? null;
  const around = isObject(values) ? values : {};
  return { ...around, [key]: put(around[key] ?? {}, rest, value) };
};

const name = (path: Path): string => fieldPath(path.map(String));
