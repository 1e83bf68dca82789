import { apiVersions, type JsonSchema } from '@helm-charts/types';
import type { Definitions } from '../schema.ts';

/** Returns the strict schema of a custom kind by apiVersion and kind; undefined if it was not added. */
export type CustomSchemas = (apiVersion: string, kind: string) => JsonSchema | undefined;

/** The schemas of kinds. */
export interface Schemas {
  readonly definitions: Definitions;
  readonly kinds: CustomSchemas;
}

/** The strict schema of a built-in kind of Kubernetes; undefined if the kind is not built in. */
export const schemaOfKind = (
  { apiVersion, kind }: { readonly apiVersion: string; readonly kind: string },
  definitions: Definitions,
): JsonSchema | undefined => {
  // A custom group may start with the name of a built-in one: apps.example.com.
  if (!Object.values<string>(apiVersions).includes(apiVersion)) return undefined;
  const [version = '', group = 'core'] = apiVersion.split('/').toReversed();
  // io.k8s.api.networking.v1.Ingress is in the group networking.k8s.io.
  const ending = `.${group.split('.')[0]}.${version}.${kind}`;
  return Object.entries(definitions).find(([name]) => name.endsWith(ending))?.[1];
};

/** A schema, or the definition that it refers to. */
export const resolved = (schema: JsonSchema, definitions: Definitions): JsonSchema => {
  const { $ref } = schema;
  if (typeof $ref !== 'string') return schema;
  const definition = definitions[$ref.replace('#/definitions/', '')];
  return definition === undefined ? {} : resolved(definition, definitions);
};

/** The types that a schema allows; empty if it allows all. */
export const typesOf = ({ type }: JsonSchema): readonly string[] =>
  Array.isArray(type) ? type : typeof type === 'string' ? [type] : [];
