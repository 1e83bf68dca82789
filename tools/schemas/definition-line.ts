import type { Schema } from './convert.ts';
import type { CustomResourceDefinition } from './definitions.ts';

/** The file of a set with its CustomResourceDefinitions, one on a line, in the order of their names. */
export const definitionsFile = 'crds.jsonl';

/**
 * A CustomResourceDefinition as a line of JSON, with what the API server validates objects by: the group and the names, the
 * versions with their schemas, defaults and rules. `unserved` says that versions count which it does not serve.
 */
export const definitionLine = (
  { metadata, spec }: CustomResourceDefinition,
  unserved = false,
): string =>
  JSON.stringify({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: metadata.name },
    spec: {
      group: spec.group,
      names: spec.names,
      scope: spec.scope,
      versions: spec.versions.map(({ name, served, storage, schema, subresources }) => ({
        name,
        served: unserved || served,
        storage,
        schema: {
          openAPIV3Schema: withoutDescriptions(asCreated(schema.openAPIV3Schema, subresources)),
        },
        ...(subresources && { subresources }),
      })),
    },
  });

/**
 * The schema of what a client creates: where the status is a subresource, the API server drops what a client writes to it
 * (apiextensions-apiserver pkg/registry/customresource/strategy.go).
 */
const asCreated = (schema: Schema, subresources: Schema | undefined): Schema => {
  const { properties } = schema;
  if (subresources?.status === undefined || !isSchema(properties) || !('status' in properties))
    return schema;
  const status = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  return { ...schema, properties: { ...properties, status } };
};

/** A schema without the texts for people. `isFields` says that the keys are names of fields. */
const withoutDescriptions = (schema: Schema, isFields = false): Schema =>
  Object.fromEntries(
    Object.entries(schema)
      .filter(([key]) => isFields || !['description', 'externalDocs'].includes(key))
      .map(([key, value]) => [
        key,
        !isFields && ['default', 'enum'].includes(key)
          ? value
          : withoutThem(value, !isFields && key === 'properties'),
      ]),
  );

const withoutThem = (value: unknown, isFields: boolean): unknown => {
  if (Array.isArray(value)) return value.map((one) => withoutThem(one, false));
  return isSchema(value) ? withoutDescriptions(value, isFields) : value;
};

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null;
