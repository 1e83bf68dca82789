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
 * Whether an object, or a value of it, is encrypted with SOPS. Flux decrypts it in the cluster; here its values are
 * unknown.
 */
export const isEncrypted = ({ sops, ...object }: Manifest): boolean =>
  sops !== undefined || textsOf(object).some(([, text]) => text.includes(encrypted));

/**
 * The data of a ConfigMap or a Secret as text. `binaryData` is not read. As in the API server,
 * `stringData` of a Secret overrides `data`. A stand-in replaces each encrypted value; a file that SOPS has encrypted loses
 * what SOPS notes in it.
 */
export const dataOf = (object: Manifest): ReadonlyMap<string, string> =>
  new Map(
    textsOf(object).flatMap(([key, text]): [string, string][] =>
      // In a file with variables, the notes are variables.
      key.startsWith('sops_') ? [] : [[key, decrypted(text)]],
    ),
  );

/** The start of every value that SOPS has encrypted. */
const encrypted = 'ENC[AES256_GCM,';

const decrypted = (text: string): string => {
  if (/^ENC\[[^\]]*\]$/.test(text)) return standIn;
  if (!text.includes(encrypted)) return text;
  return text
    .replace(/ENC\[AES256_GCM,[^\]]*\]/g, standIn)
    .replace(/^sops:\n(?:[ \t].*\n?|\n)*/m, '');
};

const textsOf = ({ kind, data, stringData }: Pick<Manifest, 'kind'> & Texts) => {
  const plain = textsIn(data);
  if (kind === 'ConfigMap') return plain;
  const decoded = plain.map(([key, text]): [string, string] => [
    key,
    text.startsWith('ENC[') ? text : Buffer.from(text, 'base64').toString(),
  ]);
  return [...decoded, ...textsIn(stringData)];
};

interface Texts {
  readonly data?: unknown;
  readonly stringData?: unknown;
}

const textsIn = (value: unknown): readonly [string, string][] =>
  Object.entries(value ?? {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
