import { type Finding, type JsonSchema, propertiesOf, requiredOf } from '@helm-charts/types';
import type { Lines } from './emit/block.ts';
import { goString } from './emit/pipeline.ts';
import { printPath, valuePointer } from './place.ts';

/** A value that templates still read by its old name. */
interface Renamed {
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly schema: JsonSchema;
}

/** The renamed values of a chart. */
const renamedValues = (schema: JsonSchema, path: readonly string[] = []): readonly Renamed[] =>
  Object.entries(propertiesOf(schema) ?? {}).flatMap(([key, member]) => {
    const to = [...path, key];
    const from = member['x-renamed-from'];
    const own = typeof from === 'string' ? [{ from: from.split('.'), to, schema: member }] : [];
    return [...own, ...renamedValues(member, to)];
  });

/** Reports old names that conflict with other values. */
export const renamedProblems = (values: JsonSchema): readonly Finding[] => {
  const all = renamedValues(values);
  return all.flatMap(({ from, to }) => {
    const isTwice = all.some(
      (other) => other.to !== to && printPath(other.from) === printPath(from),
    );
    const why = isTwice
      ? 'another value has the same old name'
      : isTaken(values, from)
        ? 'the chart still has a value of this name'
        : undefined;
    if (why === undefined) return [];
    return [
      {
        rule: 'renamed-value',
        severity: 'error' as const,
        pointer: valuePointer(to),
        message: `renamedFrom is ${printPath(from)}, and ${why}, so Helm cannot distinguish them`,
        fix: 'correct renamedFrom, or remove it',
      },
    ];
  });
};

const isTaken = (schema: JsonSchema, [key, ...rest]: readonly string[]): boolean => {
  const member = key === undefined ? undefined : propertiesOf(schema)?.[key];
  if (member === undefined) return false;
  return rest.length === 0 || propertiesOf(member) === undefined || isTaken(member, rest);
};

/** Adds the old names to the values schema as optional values. */
export const withOldNames = (values: JsonSchema): JsonSchema =>
  renamedValues(values).reduce((schema, { from, to, schema: { default: _, ...member } }) => {
    const { 'x-renamed-from': __, ...rest } = member;
    const name = printPath(to);
    const description = `Renamed to ${name}.`;
    // Helm keeps a null if the chart has no default.
    const type =
      typeof rest.type === 'string' && !('enum' in rest) ? [rest.type, 'null'] : rest.type;
    const leaf = {
      ...rest,
      ...(type !== undefined && { type }),
      description,
      deprecated: true,
      'x-renamed-to': to.join('.'),
    };
    return insert(schema, from, leaf);
  }, values);

const insert = (
  schema: JsonSchema,
  [key = '', ...rest]: readonly string[],
  leaf: JsonSchema,
): JsonSchema => {
  const properties = propertiesOf(schema);
  const around = properties?.[key] ?? {
    description: 'Holds values that have another name by now.',
    type: 'object',
    additionalProperties: false,
  };
  const member = rest.length === 0 ? leaf : insert(around, rest, leaf);
  return { ...schema, properties: { ...properties, [key]: member } };
};

/** Whether a rule reads a renamed value. Only templates know the old name, so the schema can't contain the rule. */
export const readsRenamed = (rule: unknown, values: JsonSchema): boolean => {
  const renamed = new Set(renamedValues(values).map(({ to }) => printPath(to)));
  return pathsIn(rule).some((path) => renamed.has(printPath(path)));
};

const pathsIn = (rule: unknown, at: readonly string[] = []): readonly (readonly string[])[] => {
  if (Array.isArray(rule)) return rule.flatMap((one) => pathsIn(one, at));
  if (typeof rule !== 'object' || rule === null) return [];
  return Object.entries(rule).flatMap(([keyword, of]) =>
    keyword === 'properties'
      ? Object.entries(of as JsonSchema).flatMap(([key, member]) => [
          [...at, key],
          ...pathsIn(member, [...at, key]),
        ])
      : pathsIn(of, at),
  );
};

/** The helper that copies values to their new names before a template reads them. */
export const renameHelper = (values: JsonSchema): Lines =>
  renamedValues(values).flatMap(({ from, to }) =>
    whereSet(from, [
      ...parents(values, to),
      `{{- $_ := set ${mapAt('$.Values', to.slice(0, -1))} ${goString(to.at(-1) ?? '')} ${old(from)} }}`,
    ]),
  );

/** The text that Helm prints after an installation with old names of values. */
export const renameNotes = (values: JsonSchema): Lines =>
  renamedValues(values).flatMap(({ from, to }) =>
    whereSet(from, [
      '',
      `WARNING: the value ${printPath(from)} is now ${printPath(to)}; its old name ends with a later version of the chart.`,
    ]),
  );

/** The lines for values with the old name; null does not count. */
const whereSet = (from: readonly string[], lines: Lines): Lines => {
  const around = from.slice(0, -1);
  const key = goString(from.at(-1) ?? '');
  const map = around.length === 0 ? '$.Values' : '.';
  return [
    ...around.map((step, at) => `{{- with get ${at === 0 ? '$.Values' : '.'} ${goString(step)} }}`),
    `{{- if and (hasKey ${map} ${key}) (not (kindIs "invalid" ${old(from)})) }}`,
    ...lines,
    '{{- end }}',
    ...around.map(() => '{{- end }}'),
  ];
};

const old = (from: readonly string[]): string =>
  `(get ${from.length === 1 ? '$.Values' : '.'} ${goString(from.at(-1) ?? '')})`;

const mapAt = (root: string, path: readonly string[]): string =>
  path.reduce((map, key) => `(get ${map} ${goString(key)})`, root);

/** Creates the parent maps of a value if they are absent. */
const parents = (values: JsonSchema, to: readonly string[]): Lines => {
  const lines: string[] = [];
  let schema = values;
  for (const [at, key] of to.slice(0, -1).entries()) {
    const map = mapAt('$.Values', to.slice(0, at));
    if (!requiredOf(schema).includes(key))
      lines.push(
        `{{- if not (hasKey ${map} ${goString(key)}) }}{{- $_ := set ${map} ${goString(key)} dict }}{{- end }}`,
      );
    schema = propertiesOf(schema)?.[key] ?? {};
  }
  return lines;
};
