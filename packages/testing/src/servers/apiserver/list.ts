import type { Resource } from './resource.ts';

/** A field of any depth of an object. */
export type Value = unknown;
export type Fields = Readonly<Record<string, Value>>;

export const isFields = (value: Value): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * What tells the items of a list apart, written as a path: `[name="db"]`. Undefined where the list is replaced as a whole:
 * in every custom resource, since the definitions of Flux mark no list, and where the API marks none (`x-kubernetes-list-type`).
 */
export const itemKey = (
  list: string,
  item: Value,
  { custom }: Pick<Resource, 'custom'>,
): string | undefined => {
  if (custom && list !== 'ownerReferences') return undefined;
  if (!isFields(item)) return list === 'finalizers' ? `[=${JSON.stringify(item)}]` : undefined;
  const keys = keysOf[list]?.find((names) => names.some((name) => name in item));
  if (keys === undefined) return undefined;
  return `[${keys.map((key) => `${key}=${JSON.stringify(item[key] ?? defaults[key])}`).join(',')}]`;
};

const keysOf: Readonly<Record<string, readonly (readonly string[])[]>> = {
  conditions: [['type']],
  containers: [['name']],
  env: [['name']],
  ephemeralContainers: [['name']],
  imagePullSecrets: [['name']],
  initContainers: [['name']],
  ownerReferences: [['uid']],
  ports: [
    ['containerPort', 'protocol'],
    ['port', 'protocol'],
  ],
  secrets: [['name']],
  volumeMounts: [['mountPath']],
  volumes: [['name']],
};

const defaults: Readonly<Record<string, string>> = { protocol: 'TCP' };
