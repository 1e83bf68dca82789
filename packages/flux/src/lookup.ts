import type { Manifest } from '@helm-charts/types';

/** Finds an object of the cluster that is being built, undefined if nothing installs it. */
export type Lookup = (kind: string, namespace: string, name: string) => Manifest | undefined;

/** Looks objects up by kind, namespace and name; no namespace is the namespace `default`. */
export const lookupIn = (objects: readonly Manifest[]): Lookup => {
  const id = (...parts: readonly string[]) => parts.join(' ');
  const byId = new Map(
    objects.map((object) => {
      const { kind, metadata } = object;
      return [id(kind, metadata.namespace ?? 'default', metadata.name), object];
    }),
  );
  return (kind, namespace, name) => byId.get(id(kind, namespace, name));
};

/**
 * The data of a ConfigMap or a Secret as text. `binaryData` is not read; the API server lays
 * `stringData` over the `data` of a Secret.
 */
export const dataOf = ({ kind, data, stringData }: Manifest): ReadonlyMap<string, string> => {
  const plain = textsIn(data);
  if (kind === 'ConfigMap') return new Map(plain);
  const decoded = plain.map(([key, text]): [string, string] => [
    key,
    Buffer.from(text, 'base64').toString(),
  ]);
  return new Map([...decoded, ...textsIn(stringData)]);
};

const textsIn = (value: unknown): readonly [string, string][] =>
  Object.entries(value ?? {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
