import { isObject, isUnknownText } from '@helm-charts/kubernetes';
import { type Finding, type JsonSchema, objectIdOf, pointerOf } from '@helm-charts/types';
import { kubernetesDefinitions } from '../definitions.ts';
import type { Applied } from './applied.ts';

/**
 * Reports entries of a list with the same key, which a creation allows and server-side apply refuses
 * (sigs.k8s.io/structured-merge-diff typed/validate.go, "duplicate entries for key"). The keys of a list are in the
 * definitions of Kubernetes.
 */
export const duplicateEntries = ({ document, isServerSide }: Applied): readonly Finding[] => {
  const { manifest, source } = document;
  // Most objects have no such list, and the definitions are large.
  const schema =
    isServerSide && hasEntries(manifest)
      ? definitionOf(manifest.apiVersion, manifest.kind)
      : undefined;
  if (schema === undefined) return [];
  return duplicatesIn(manifest, schema).map(({ keys, entry }) => ({
    rule: 'api',
    severity: 'error',
    object: objectIdOf(manifest),
    pointer: pointerOf(keys),
    position: { file: source },
    message: `duplicate entries for key [${entry}], so server-side apply refuses the object`,
    fix: 'remove or rename one of the two',
  }));
};

/** Whether a list in a value has two entries. */
const hasEntries = (value: unknown): boolean => {
  if (Array.isArray(value)) {
    return (value.length > 1 && isObject(value[0])) || value.some(hasEntries);
  }
  return isObject(value) && Object.values(value).some(hasEntries);
};

type Keys = readonly (string | number)[];

/** An entry of a list with the key of an earlier one. */
interface Duplicate {
  readonly keys: Keys;
  /** `name="HOST"`, as the API server writes it. */
  readonly entry: string;
}

const duplicatesIn = (root: unknown, schema: JsonSchema): readonly Duplicate[] => {
  const found: Duplicate[] = [];
  // Most objects have no duplicate, so the path is copied only for one.
  const keys: (string | number)[] = [];
  const below = (key: string | number, value: unknown, of: JsonSchema): void => {
    if (typeof value !== 'object' || value === null) return;
    keys.push(key);
    visit(value, of);
    keys.pop();
  };
  const visit = (value: unknown, of: JsonSchema): void => {
    const { properties, items, additionalProperties, [listMapKeys]: by } = resolved(of);
    if (Array.isArray(value)) {
      const item = isObject(items) ? items : {};
      if (Array.isArray(by)) found.push(...repeated(value, by.map(String), keys));
      for (const [index, one] of value.entries()) below(index, one, item);
    } else if (isObject(value)) {
      for (const [key, one] of Object.entries(value)) {
        const field = isObject(properties) ? properties[key] : undefined;
        const schemaOfOne = field ?? additionalProperties;
        if (isObject(schemaOfOne)) below(key, one, schemaOfOne);
      }
    }
  };
  visit(root, schema);
  return found;
};

const listMapKeys = 'x-kubernetes-list-map-keys';

const repeated = (
  list: readonly unknown[],
  by: readonly string[],
  keys: Keys,
): readonly Duplicate[] => {
  const seen = new Set<string>();
  return list.flatMap((one, index) => {
    const entry = isObject(one) ? by.map((key) => [key, one[key] ?? defaults[key]] as const) : [];
    // The API server requires a key without a default, and an unknown one may be any.
    if (entry.some(([, value]) => value === undefined || isUnknown(value))) return [];
    const text = entry.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(',');
    const isRepeated = entry.length > 0 && seen.has(text);
    seen.add(text);
    return isRepeated ? [{ keys: [...keys, index], entry: text }] : [];
  });
};

/** The keys with a default (kubernetes api/openapi-spec/swagger.json). */
const defaults: Readonly<Record<string, string>> = { protocol: 'TCP' };

const isUnknown = (value: unknown): boolean => typeof value === 'string' && isUnknownText(value);

const resolved = (schema: JsonSchema): JsonSchema => {
  const { $ref: reference } = schema;
  if (typeof reference !== 'string') return schema;
  return kubernetesDefinitions()[reference.replace('#/definitions/', '')] ?? schema;
};

/** The definition of a built-in kind. Those of custom kinds have keys, too, and the API server checks them at a creation. */
const definitionOf = (apiVersion: string, kind: string): JsonSchema | undefined => {
  kinds ??= new Map(
    Object.values(kubernetesDefinitions()).flatMap((schema) => {
      const [version, name] = ['apiVersion', 'kind'].map((field) => constantOf(schema, field));
      return version === undefined || name === undefined ? [] : [[`${version} ${name}`, schema]];
    }),
  );
  return kinds.get(`${apiVersion} ${kind}`);
};

let kinds: ReadonlyMap<string, JsonSchema> | undefined;

const constantOf = ({ properties }: JsonSchema, field: string): unknown => {
  const property = isObject(properties) ? properties[field] : undefined;
  return isObject(property) && Array.isArray(property.enum) ? property.enum[0] : undefined;
};
