import {
  closest,
  expressionOf,
  type Finding,
  type JsonSchema,
  type ManifestTemplate,
  requiredOf,
} from '@helm-charts/types';
import { type Control, controlOf } from '../emit/presence.ts';
import type { Definitions } from '../schema.ts';
import { deepMisfit } from './deep-fit.ts';
import { describe, describeLiteral, misfit, unlisted } from './fit.ts';
import { below, type Locate, type Place, placeOfManifest, problemAt } from './place.ts';
import { resolved, type Schemas, schemaOfKind } from './schema.ts';

/** The state of a walk over a manifest template. */
interface Walk {
  readonly definitions: Definitions;
  readonly locate: Locate;
}

/**
 * Checks a manifest template against the strict schema of its kind: both branches of each condition, each shape of a choice and the body of
 * each loop, also those that no scenario renders.
 */
export const checkStructure = (
  manifest: ManifestTemplate,
  { definitions, kinds }: Schemas,
  locate: Locate,
): readonly Finding[] => {
  const { apiVersion, kind } = manifest;
  const schema = schemaOfKind(manifest, definitions) ?? kinds(apiVersion, kind);
  return schema === undefined
    ? []
    : walk(manifest, schema, placeOfManifest(manifest), { definitions, locate });
};

const walk = (value: unknown, schema: JsonSchema, place: Place, of: Walk): readonly Finding[] => {
  const known = resolved(schema, of.definitions);
  const expression = expressionOf(value);
  if (expression !== undefined) {
    const wrong = misfit(describe(expression), known, place, of.locate);
    return wrong.length > 0 || !('schema' in expression)
      ? wrong
      : deepMisfit(expression.schema, known, place, of.definitions, of.locate);
  }
  const control = controlOf(value);
  if (control !== undefined) return walkControl(control, known, place, of);
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return walkList(value, known, place, of);
  if (typeof value === 'object') return walkObject(value, known, place, of);
  return [
    ...misfit(describeLiteral(value), known, place, of.locate),
    ...unlisted(value, known, place, of.locate),
  ];
};

const walkControl = (
  control: Control,
  schema: JsonSchema,
  place: Place,
  of: Walk,
): readonly Finding[] => {
  const inner = { ...place, origin: below(place, '', control).origin };
  switch (control.kind) {
    case 'when':
      return walk(control.body, schema, inner, of);
    case 'either':
      return [control.body, control.otherwise].flatMap((one) => walk(one, schema, inner, of));
    case 'each':
      return walk(control.body, schema, inner, of);
    case 'spread':
      return misfit(describe(control.of), { type: 'array' }, inner, of.locate);
    case 'merge':
      return control.of.flatMap((part) =>
        expressionOf(part) === undefined ? walk(part, schema, inner, of) : [],
      );
  }
};

/** An item may be a list of items or a loop. */
const walkList = (
  items: readonly unknown[],
  schema: JsonSchema,
  place: Place,
  of: Walk,
): readonly Finding[] => {
  const wrong = misfit({ type: 'array', text: 'a list' }, schema, place, of.locate);
  const { items: item } = schema as { readonly items?: JsonSchema };
  if (wrong.length > 0 || item === undefined) return wrong;
  const walkItem = (one: unknown, at: Place): readonly Finding[] => {
    const control = controlOf(one);
    if (control === undefined || control.kind === 'merge') return walk(one, item, at, of);
    const inner = { ...at, origin: below(at, '', control).origin };
    if (control.kind === 'spread')
      return misfit(describe(control.of), { type: 'array' }, inner, of.locate);
    const bodies = control.kind === 'either' ? [control.body, control.otherwise] : [control.body];
    return bodies.flatMap((body) => [body].flat().flatMap((each) => walkItem(each, inner)));
  };
  return items.flatMap((one, index) => walkItem(one, below(place, index, one)));
};

const walkObject = (
  value: object,
  schema: JsonSchema,
  place: Place,
  of: Walk,
): readonly Finding[] => {
  const wrong = misfit({ type: 'object', text: 'an object' }, schema, place, of.locate);
  if (wrong.length > 0) return wrong;
  const { properties, additionalProperties } = schema as {
    readonly properties?: Readonly<Record<string, JsonSchema>>;
    readonly additionalProperties?: JsonSchema | boolean;
  };
  const further = typeof additionalProperties === 'object' ? additionalProperties : {};
  const members = Object.entries(value).flatMap(([key, member]) => {
    const inner = below(place, key, member);
    const own = properties?.[key];
    if (own !== undefined) return walk(member, own, inner, of);
    if (properties === undefined || additionalProperties !== false) {
      return walk(member, further, inner, of);
    }
    return [unknownField(key, Object.keys(properties), inner, of)];
  });
  const missing = requiredOf(schema).filter(
    (key) => !(key in value) || Reflect.get(value, key) === undefined,
  );
  return [
    ...members,
    ...missing.map((key) =>
      problemAt(below(place, key, undefined), of.locate, {
        rule: 'field-missing',
        message: 'this field is missing, and the API server requires it',
        fix: `set ${key}`,
      }),
    ),
  ];
};

const unknownField = (
  key: string,
  fields: readonly string[],
  place: Place,
  { locate }: Walk,
): Finding => {
  const like = closest(key, fields);
  return problemAt(place, locate, {
    rule: 'field-unknown',
    message: `there is no field "${key}" here, and Flux and strict clients refuse the object`,
    fix: like === undefined ? `use one of ${fields.join(', ')}` : `did you mean ${like}?`,
  });
};
