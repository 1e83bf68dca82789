import { memoize } from '@helm-charts/engine';
import { type ManifestDocument, positionOf } from '@helm-charts/kubernetes';
import {
  closest,
  type Finding,
  type JsonSchema,
  type Manifest,
  objectIdOf,
  propertiesOf,
} from '@helm-charts/types';
import type { ErrorObject, ValidateFunction } from 'ajv';
import { accepts } from '../accepts.ts';
import { ajv } from '../ajv.ts';
import { kubernetesDefinitions } from '../definitions.ts';
import type { KnownKinds } from './known.ts';
import { definedKinds } from './object-schema.ts';

/** The objects whose kinds a workspace or a CustomResourceDefinition among the objects describes. */
export interface CustomObjects {
  /** The other objects: their kinds have only the schemas of the engine. */
  readonly others: readonly ManifestDocument[];
  /** All that the result of `validate` depends on; empty if there is nothing to validate. */
  readonly inputs: readonly string[];
  /** Validates the objects of custom kinds. */
  readonly validate: () => readonly Finding[];
}

/**
 * Finds the objects of custom kinds. A schema of the workspace comes before a CustomResourceDefinition among the objects, and
 * both before the schemas of the engine: the cluster has the definition that is installed in it. `validated` are those of the
 * objects that are validated.
 */
export const customObjects = (
  documents: readonly ManifestDocument[],
  known: KnownKinds,
  validated: readonly ManifestDocument[] = documents,
): CustomObjects => {
  const defined = definedKinds(documents.map(({ manifest }) => manifest));
  const schemas = new Map<string, JsonSchema | undefined>();
  const schemaOf = ({ apiVersion, kind }: Manifest): JsonSchema | undefined => {
    // The kinds of Kubernetes with the shortest groups are no custom ones.
    if (!/^[^/]+\.[^/]+\//.test(apiVersion)) return undefined;
    const key = `${apiVersion} ${kind}`;
    if (!schemas.has(key)) schemas.set(key, known(apiVersion, kind) ?? defined(apiVersion, kind));
    return schemas.get(key);
  };
  const whole = memoize(withMetadata);
  const compiled = memoize(compile);
  const [custom, others] = partition(validated, ({ manifest }) => schemaOf(manifest) !== undefined);
  const used = new Set(custom.map(({ manifest }) => schemaOf(manifest)));
  return {
    others,
    inputs:
      custom.length === 0
        ? []
        : [
            'custom-objects',
            JSON.stringify([...used]),
            ...custom.flatMap(({ source, text }) => [source, text]),
          ],
    validate: () =>
      custom.flatMap(({ manifest, source }) => {
        const schema = whole(schemaOf(manifest) ?? {});
        if (accepts(schema, manifest, { flags: '' })) return [];
        const validate = compiled(schema);
        validate(manifest);
        return (validate.errors ?? []).map(
          (error): Finding => ({
            rule: 'schema',
            severity: 'error',
            object: objectIdOf(manifest),
            position: positionOf(source),
            ...(error.instancePath !== '' && { pointer: error.instancePath }),
            ...explain(error),
          }),
        );
      }),
  };
};

const partition = <T>(
  items: readonly T[],
  isFirst: (item: T) => boolean,
): readonly [readonly T[], readonly T[]] => {
  const first = new Set(items.filter(isFirst));
  return [[...first], items.filter((item) => !first.has(item))];
};

const objectMeta = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

/** Custom resources have the metadata of every object, which their definitions omit. */
const withMetadata = ({ $schema: _, $id: __, ...schema }: JsonSchema): JsonSchema => {
  const properties = {
    ...propertiesOf(schema),
    apiVersion: { type: 'string' },
    kind: { type: 'string' },
    metadata: { $ref: `#/definitions/${objectMeta}` },
    status: {},
  };
  return { ...schema, properties, definitions: metaDefinitions() };
};

const compile = (schema: JsonSchema): ValidateFunction =>
  new (ajv().Ajv)({
    allErrors: true,
    strict: false,
    validateFormats: false,
    verbose: true,
    unicodeRegExp: false,
    // Unoptimized code is sufficient for a few objects, and large definitions compile in half the time.
    code: { optimize: false },
  }).compile(schema);

/** ajv reads all definitions, so it gets only those that ObjectMeta refers to. */
const metaDefinitions = (): JsonSchema => {
  const prefix = objectMeta.replace(/ObjectMeta$/, '');
  return Object.fromEntries(
    Object.entries(kubernetesDefinitions()).filter(([name]) => name.startsWith(prefix)),
  );
};

const explain = (error: ErrorObject): Pick<Finding, 'message' | 'fix'> => {
  const { keyword, params, message, data } = error;
  switch (keyword) {
    case 'additionalProperties': {
      const key = String(params.additionalProperty);
      const like = closest(key, Object.keys(propertiesOf(error.parentSchema ?? {}) ?? {}));
      return {
        message: `additional property '${key}' not allowed`,
        ...(like !== undefined && { fix: `did you mean ${like}?` }),
      };
    }
    case 'required':
      return { message: `missing property '${params.missingProperty}'` };
    case 'enum':
      return {
        message: `value must be one of ${params.allowedValues.map((one: unknown) => `'${one}'`).join(', ')}`,
      };
    case 'type':
      return { message: `got ${typeName(data)}, want ${[params.type].flat().join(' or ')}` };
    default:
      return { message: `the value ${message ?? `breaks ${keyword}`}` };
  }
};

const typeName = (data: unknown): string => {
  if (data === null) return 'null';
  return Array.isArray(data) ? 'array' : typeof data;
};
