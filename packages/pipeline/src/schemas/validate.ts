import { type ManifestDocument, positionOf } from '@helm-charts/kubernetes';
import {
  closest,
  type Finding,
  type JsonSchema,
  type Manifest,
  objectIdOf,
  printObjectId,
  propertiesOf,
} from '@helm-charts/types';
import type { ErrorObject, ValidateFunction } from 'ajv';
import { ajv } from '../ajv.ts';
import { kubernetesDefinitions } from '../definitions.ts';
import type { KnownKinds } from './known.ts';
import { definedKinds } from './object-schema.ts';

/**
 * Validates the objects of custom kinds and replaces the findings about their unknown kinds. The schema of a kind comes
 * from the workspace or from a CustomResourceDefinition among the objects.
 */
export const validateCustom = (
  documents: readonly ManifestDocument[],
  findings: readonly Finding[],
  known: KnownKinds,
): readonly Finding[] => {
  if (!findings.some(({ rule }) => rule === 'unknown-kind')) return findings;
  const defined = definedKinds(documents.map(({ manifest }) => manifest));
  const validators = new Map<string, ValidateFunction | undefined>();
  const validatorOf = ({ apiVersion, kind }: Manifest): ValidateFunction | undefined => {
    const key = `${apiVersion} ${kind}`;
    if (!validators.has(key)) {
      const schema = known(apiVersion, kind) ?? defined(apiVersion, kind);
      validators.set(key, schema && compile(schema));
    }
    return validators.get(key);
  };
  const validated = new Set<string>();
  const found = documents.flatMap(({ manifest, source }) => {
    const validate = kindIsUnknown(manifest, findings) ? validatorOf(manifest) : undefined;
    if (validate === undefined) return [];
    validated.add(`${manifest.apiVersion} ${manifest.kind}`);
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
  });
  const isAnswered = ({ rule, object }: Finding): boolean =>
    rule === 'unknown-kind' && validated.has(`${object?.apiVersion} ${object?.kind}`);
  return [...findings.filter((finding) => !isAnswered(finding)), ...found];
};

const kindIsUnknown = (manifest: Manifest, findings: readonly Finding[]): boolean =>
  findings.some(
    ({ rule, object }) =>
      rule === 'unknown-kind' &&
      object?.apiVersion === manifest.apiVersion &&
      printObjectId(object) === printObjectId(objectIdOf(manifest)),
  );

const objectMeta = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

/** Custom resources have the metadata of every object, which their definitions omit. */
const compile = ({ $schema: _, $id: __, ...schema }: JsonSchema): ValidateFunction => {
  const compiler = new (ajv().Ajv)({
    allErrors: true,
    strict: false,
    validateFormats: false,
    verbose: true,
    unicodeRegExp: false,
    // Unoptimized code is sufficient for a few objects, and large definitions compile in half the time.
    code: { optimize: false },
  });
  const properties = {
    ...propertiesOf(schema),
    apiVersion: { type: 'string' },
    kind: { type: 'string' },
    metadata: { $ref: `#/definitions/${objectMeta}` },
    status: {},
  };
  return compiler.compile({ ...schema, properties, definitions: metaDefinitions() });
};

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
