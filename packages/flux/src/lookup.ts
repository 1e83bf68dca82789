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

/** Whether SOPS has encrypted an object, which Flux decrypts and nobody can here. */
export const isEncrypted = ({ sops }: Manifest): boolean => sops !== undefined;

/** What stands for a value that is encrypted. */
export const encrypted = 'encrypted';

/**
 * The data of a ConfigMap or a Secret as text. `binaryData` is not read; the API server lays
 * `stringData` over the `data` of a Secret. A value that is encrypted is the text `encrypted`.
 */
export const dataOf = (object: Manifest): ReadonlyMap<string, string> => {
  const { kind, data, stringData } = object;
  const plain = textsIn(data).map(hidden(object));
  const more = textsIn(stringData).map(hidden(object));
  if (kind === 'ConfigMap') return new Map(plain);
  const decoded = plain.map(([key, text]): [string, string] => [
    key,
    text === encrypted ? text : Buffer.from(text, 'base64').toString(),
  ]);
  return new Map([...decoded, ...more]);
};

const hidden =
  (object: Manifest) =>
  ([key, text]: readonly [string, string]): [string, string] => [
    key,
    isEncrypted(object) && text.startsWith('ENC[') ? encrypted : text,
  ];

const textsIn = (value: unknown): readonly [string, string][] =>
  Object.entries(value ?? {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
