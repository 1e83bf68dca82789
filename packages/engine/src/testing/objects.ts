import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { schemasDirectory } from '../../../../tools/go/files.ts';

/** What this module reads of a JSON Schema. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
}

/** The schema of a kind: that of a file in `schemas/`. */
interface KindSchema extends Schema {
  readonly 'x-kubernetes-group-version-kind'?: readonly [Readonly<Record<string, string>>];
}

/**
 * Objects of each kind of Kubernetes 1.36, made of its schema: one with the required fields, one with every field, and
 * for each field of both the object without it, and with values that are mostly wrong. Most are faulty in some way.
 */
export const objectsOfAllKinds = async (): Promise<readonly string[]> => {
  const directory = join(schemasDirectory, 'kubernetes-1.36');
  const read = async <T>(file: string): Promise<T> =>
    JSON.parse(await readFile(join(directory, file), 'utf8')) as T;
  const { definitions } = await read<Definitions>('definitions.json');
  const files = (await readdir(directory)).filter((file) => file.endsWith('.json')).sort();
  const kinds = await Promise.all(files.map((file) => read<KindSchema>(file)));
  return kinds.flatMap((schema) => {
    const [gvk] = schema['x-kubernetes-group-version-kind'] ?? [];
    if (gvk === undefined) return [];
    const { group = '', version = '', kind } = gvk;
    const identity = { apiVersion: group === '' ? version : `${group}/${version}`, kind };
    const make = (depth: number) => ({
      ...(sample(schema, depth, definitions) as object),
      ...identity,
      metadata: { name: 'web' },
    });
    return [make(0), make(6)].flatMap(variants).map((object) => JSON.stringify(object));
  });
};

interface Definitions {
  readonly definitions: Readonly<Record<string, Schema>>;
}

type All = Definitions['definitions'];

/** A value of a schema. Optional fields are left out below the depth. */
const sample = (schema: Schema, depth: number, all: All): unknown => {
  const { $ref, oneOf, items, properties = {}, required = [], additionalProperties } = schema;
  if ($ref !== undefined) return sample(all[$ref.split('/').at(-1) ?? ''] ?? {}, depth, all);
  if (schema.enum !== undefined) return schema.enum.find((value) => value !== null);
  if (oneOf?.[0] !== undefined) return sample(oneOf[0], depth, all);
  switch ([schema.type].flat()[0]) {
    case 'object': {
      const names = Object.keys(properties).filter(
        (name) => required.includes(name) || (depth > 0 && name !== 'status'),
      );
      const fields = names.map((name) => [name, sample(properties[name] ?? {}, depth - 1, all)]);
      if (typeof additionalProperties === 'object' && depth > 0) {
        fields.push(['key', sample(additionalProperties, depth - 1, all)]);
      }
      return Object.fromEntries(fields);
    }
    case 'array':
      return depth > 0 ? [sample(items ?? {}, depth - 1, all)] : [];
    case 'integer':
    case 'number':
      return 1;
    case 'boolean':
      return true;
    default:
      return 'web';
  }
};

/** The values that take the place of others: a name that is none, numbers out of range, and values of other types. */
const odd: readonly unknown[] = ['Not A Name_', '', -1, 70_000, true, [], {}];

/** An object, and the object with one field left out or replaced, for each of its fields. */
const variants = (object: object): readonly unknown[] => [
  object,
  ...pathsOf(object).flatMap((path, index) => [
    replaced(object, path, undefined),
    replaced(object, path, odd[index % odd.length]),
  ]),
];

type Path = readonly (string | number)[];

/** The paths of all fields besides the identity, at most 25, from all parts of the object. */
const pathsOf = (object: object): readonly Path[] => {
  const below = (value: unknown, path: Path): readonly Path[] =>
    typeof value !== 'object' || value === null
      ? [path]
      : [
          ...(path.length === 0 ? [] : [path]),
          ...Object.entries(value).flatMap(([key, inner]) =>
            below(inner, [...path, Array.isArray(value) ? Number(key) : key]),
          ),
        ];
  const all = below(object, []).filter(([first]) => first !== 'apiVersion' && first !== 'kind');
  const step = Math.max(1, Math.floor(all.length / 25));
  return all.filter((_, index) => index % step === 0);
};

/** A copy in which the value at a path is another one; undefined leaves it out. */
const replaced = (value: unknown, [key, ...rest]: Path, by: unknown): unknown => {
  if (key === undefined) return by;
  if (Array.isArray(value)) {
    return value.map((inner, index) => (index === key ? replaced(inner, rest, by) : inner));
  }
  const fields = value as Readonly<Record<string, unknown>>;
  return { ...fields, [key]: replaced(fields[key], rest, by) };
};
