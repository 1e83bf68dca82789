import { standIn } from '@helm-charts/kubernetes';
import type { Manifest } from '@helm-charts/types';

/** Finds an object of the profile; undefined if the profile does not have it. */
export type Lookup = (kind: string, namespace: string, name: string) => Manifest | undefined;

/** Looks up objects by kind, namespace and name. An object without a namespace is in `default`. */
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
 * Whether an object is encrypted with SOPS. Flux decrypts it in the cluster; here its values are
 * unknown.
 */
export const isEncrypted = ({ sops }: Manifest): boolean => sops !== undefined;

/**
 * The data of a ConfigMap or a Secret as text. `binaryData` is not read. As in the API server,
 * `stringData` of a Secret overrides `data`. A stand-in replaces an encrypted value.
 */
export const dataOf = (object: Manifest): ReadonlyMap<string, string> => {
  const { kind, data, stringData } = object;
  const plain = textsIn(data).map(hidden(object));
  const more = textsIn(stringData).map(hidden(object));
  if (kind === 'ConfigMap') return new Map(plain);
  const decoded = plain.map(([key, text]): [string, string] => [
    key,
    text === standIn ? text : Buffer.from(text, 'base64').toString(),
  ]);
  return new Map([...decoded, ...more]);
};

const hidden =
  (object: Manifest) =>
  ([key, text]: readonly [string, string]): [string, string] => [
    key,
    isEncrypted(object) && text.startsWith('ENC[') ? standIn : text,
  ];

const textsIn = (value: unknown): readonly [string, string][] =>
  Object.entries(value ?? {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
