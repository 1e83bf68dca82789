import { definitionsFile } from './definition-line.ts';
import type { Files } from './lock.ts';
import { rulesIn } from './rules.ts';

/**
 * What a person reviews of a new set of schemas: the kinds, and the fields of kinds and definitions, that it adds, removes
 * or changes, one on a line.
 */
export const compareSets = (before: Files, after: Files): readonly string[] => {
  const [old, now] = [contentOf(before), contentOf(after)];
  const kinds = [
    ...added(old.kinds, now.kinds).map((kind) => `+ ${kind}`),
    ...added(now.kinds, old.kinds).map((kind) => `- ${kind}`),
  ];
  // Of a new kind, nobody needs the fields.
  const isNew = (field: string, owners: ReadonlySet<string>): boolean =>
    !owners.has(ownerOf(field));
  const fields = [
    ...topmost(added(old.fields, now.fields))
      .filter((field) => !isNew(field, old.owners))
      .map((field) => `+ ${field}: ${now.fields.get(field)}`),
    ...topmost(added(now.fields, old.fields))
      .filter((field) => !isNew(field, now.owners))
      .map((field) => `- ${field}`),
    ...[...now.fields]
      .filter(([field, is]) => old.fields.has(field) && old.fields.get(field) !== is)
      .map(([field, is]) => `~ ${field}: ${old.fields.get(field)} -> ${is}`),
  ];
  return [...kinds.toSorted(byName), ...fields.toSorted(byName)];
};

interface Content {
  readonly kinds: ReadonlyMap<string, string>;
  /** What each field is, by owner and path: `io.k8s.api.core.v1.PodSpec spec.nodeName`. */
  readonly fields: ReadonlyMap<string, string>;
  /** The files and definitions that have fields. */
  readonly owners: ReadonlySet<string>;
}

const contentOf = (files: Files): Content => {
  const schemas = Object.entries(files)
    .filter(([name]) => name !== definitionsFile)
    .map(([, text]) => JSON.parse(text) as Schema);
  const rules = rulesIn(files[definitionsFile] ?? '');
  const named = schemas.flatMap((schema): readonly (readonly [string, Schema])[] => [
    ...kindsOf(schema).map((kind) => [kind, schema] as const),
    ...Object.entries(schema.definitions ?? {}),
  ]);
  return {
    kinds: new Map(schemas.flatMap(kindsOf).map((kind) => [kind, ''])),
    fields: new Map([
      ...named.flatMap(([name, schema]) =>
        fieldsOf(schema, '').map(([path, is]) => [`${name} ${path}`, is] as const),
      ),
      ...rules,
    ]),
    owners: new Set([...named.map(([name]) => name), ...rules.map(([field]) => ownerOf(field))]),
  };
};

interface Schema {
  readonly definitions?: Readonly<Record<string, Schema>>;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly required?: readonly string[];
  readonly 'x-kubernetes-group-version-kind'?: readonly Readonly<Record<string, string>>[];
  readonly [keyword: string]: unknown;
}

const kindsOf = ({ 'x-kubernetes-group-version-kind': kinds = [] }: Schema): readonly string[] =>
  kinds.map(({ group, version, kind }) => `${group ? `${group}/` : ''}${version} ${kind}`);

const fieldsOf = (schema: Schema, path: string): readonly (readonly [string, string])[] => {
  const { properties = {}, items, additionalProperties, required = [] } = schema;
  return [
    ...Object.entries(properties).flatMap(([name, one]) => {
      const at = path === '' ? name : `${path}.${name}`;
      const own = describe(one) + (required.includes(name) ? ', required' : '');
      return [[at, own] as const, ...fieldsOf(one, at)];
    }),
    ...(items === undefined ? [] : fieldsOf(items, `${path}[]`)),
    ...(typeof additionalProperties === 'object'
      ? fieldsOf(additionalProperties, `${path}.*`)
      : []),
  ];
};

/** A schema without the fields below it. */
const describe = ({ properties: _, items, additionalProperties: __, ...own }: Schema): string => {
  const { required: ___, ...rest } = own;
  const text = JSON.stringify(rest).slice(1, -1).replaceAll('"', '');
  return items === undefined ? text : `${text} of {${describe(items)}}`;
};

const added = (
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly string[] => [...after.keys()].filter((key) => !before.has(key));

/** Without the fields below others of the list. */
const topmost = (fields: readonly string[]): readonly string[] => {
  const all = new Set(fields);
  return fields.filter((field) => !parentsOf(field).some((parent) => all.has(parent)));
};

/** The fields around a field: of `Owner a.b[].c`, `Owner a.b` and `Owner a`. */
const parentsOf = (field: string): readonly string[] => {
  const from = field.lastIndexOf(' ') + 1;
  return [...field.slice(from).matchAll(/(\[\]|\.\*)*\./g)].map(({ index }) =>
    field.slice(0, from + index),
  );
};

const ownerOf = (field: string): string => field.slice(0, field.lastIndexOf(' '));

const byName = (a: string, b: string): number => (a.slice(2) < b.slice(2) ? -1 : 1);
