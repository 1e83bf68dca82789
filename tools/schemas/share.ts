import type { Schema } from './convert.ts';

/** Schemas by the name of their file. */
export type Schemas = Readonly<Record<string, Schema>>;

/**
 * Puts each object that schemas describe more than once into `definitions.json`: CustomResourceDefinitions repeat what they
 * share, for instance the affinity of pods, and a compiler takes seconds for the largest ones. A definition has the name of the
 * place that is first: `prometheus-monitoring-v1.spec.affinity`.
 */
export const share = (schemas: Schemas): Schemas => {
  const seen = new Map<string, number>();
  for (const schema of Object.values(schemas)) countIn(schema, seen);
  const names = new Map<string, string>();
  const definitions: Record<string, Schema> = {};
  const shared = (schema: Schema, place: string, isRoot: boolean): Schema => {
    const text = isRoot || !isLarge(schema) ? '' : JSON.stringify(schema);
    if ((seen.get(text) ?? 0) < 2) return within(schema, place);
    const known = names.get(text);
    if (known !== undefined) return { $ref: known };
    const name = `${reference}${place}`;
    names.set(text, name);
    definitions[place] = within(schema, place);
    return { $ref: name };
  };
  const within = (schema: Schema, place: string): Schema =>
    mapParts(schema, (part, key) => shared(part, key === '' ? place : `${place}.${key}`, false));
  const files = Object.entries(schemas).map(([file, schema]) => [
    file,
    shared(schema, file.replace(/\.json$/, ''), true),
  ]);
  return {
    ...Object.fromEntries(files),
    ...(names.size > 0 && { 'definitions.json': { definitions } }),
  };
};

const reference = 'definitions.json#/definitions/';

const countIn = (schema: Schema, seen: Map<string, number>): void => {
  if (isLarge(schema)) {
    const text = JSON.stringify(schema);
    const count = (seen.get(text) ?? 0) + 1;
    seen.set(text, count);
    // What is in it is in one definition, too.
    if (count > 1) return;
  }
  mapParts(schema, (part) => {
    countIn(part, seen);
    return part;
  });
};

/** Whether a reference is shorter. */
const isLarge = (schema: Schema): boolean =>
  schema.properties !== undefined && JSON.stringify(schema).length > 150;

/** A schema with the schemas of its fields, of its items and of other values replaced. */
const mapParts = (schema: Schema, change: (part: Schema, key: string) => Schema): Schema => ({
  ...schema,
  ...(isSchema(schema.properties) && {
    properties: Object.fromEntries(
      Object.entries(schema.properties).map(([key, part]) => [
        key,
        isSchema(part) ? change(part, key) : part,
      ]),
    ),
  }),
  ...(isSchema(schema.items) && { items: change(schema.items, '') }),
  ...(isSchema(schema.additionalProperties) && {
    additionalProperties: change(schema.additionalProperties, ''),
  }),
});

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null;
