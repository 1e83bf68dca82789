import { isObject, isUnknownText, type ManifestDocument, standIn } from '@helm-charts/kubernetes';
import { type Finding, keysOf, pointerOf } from '@helm-charts/types';

/**
 * The object as the API server could read it after its unknown values are known: in the data of a Secret or in the
 * binary data of a ConfigMap each unknown value is one in base64. Other objects are unchanged.
 */
export const readable = (document: ManifestDocument): ManifestDocument => {
  const { manifest } = document;
  const field = binaryFields[manifest.kind];
  const data = field === undefined ? undefined : manifest[field];
  if (field === undefined || !isObject(data) || !Object.values(data).some(isUnknown))
    return document;
  const entries = Object.entries(data).map(([key, value]) => [
    key,
    isUnknown(value) ? encoded : value,
  ]);
  return withManifest(document, { ...manifest, [field]: Object.fromEntries(entries) });
};

/** The fields whose values are in base64. */
const binaryFields: Readonly<Record<string, string>> = { Secret: 'data', ConfigMap: 'binaryData' };

const encoded = Buffer.from(standIn).toString('base64');

/** The object without its unknown values, which may have a type that its field does not allow; undefined if it has none. */
export const withoutUnknown = (document: ManifestDocument): ManifestDocument | undefined => {
  const known = readable(document);
  if (unknownsIn(known.manifest).length === 0) return undefined;
  return withManifest(known, pruned(known.manifest) as ManifestDocument['manifest']);
};

/** Flux removes the field `sops` when it decrypts the object. */
const withManifest = (
  document: ManifestDocument,
  { sops: _, ...manifest }: ManifestDocument['manifest'],
): ManifestDocument => ({ ...document, manifest, text: JSON.stringify(manifest) });

/**
 * The findings that hold whatever the unknown values of the object are. The others are about such a value, about a field
 * that contains one, or about a name that an unknown value may be. `isPart` says that the unknown values were left out.
 */
export const knownFindings = (
  { manifest }: ManifestDocument,
  findings: readonly Finding[],
  isPart: boolean,
): readonly Finding[] => {
  const unknowns = findings.length === 0 ? [] : unknownsIn(manifest);
  if (unknowns.length === 0) return findings;
  const hasStandIn = isPart || unknowns.some(({ text }) => isHidden(text));
  return findings.filter(({ pointer = '', message }) => {
    if (message.startsWith('Not found:') && hasStandIn) return false;
    // The default of a field may be the value of another one: the targetPort of a Service is its port.
    const isDefault = message.startsWith('Invalid value') && !isWritten(manifest, pointer);
    if (isPart && isDefault && unknowns.some(({ at }) => around(at) === around(pointer)))
      return false;
    return !unknowns.some(
      ({ at, text }) =>
        `${pointer}/`.startsWith(`${at}/`) ||
        ((isPart || isHidden(text)) && at.startsWith(`${pointer}/`)) ||
        message.includes(text),
    );
  });
};

/** The JSON Pointer of the object or list that contains a field. */
const around = (pointer: string): string => pointer.slice(0, pointer.lastIndexOf('/'));

const isWritten = (manifest: ManifestDocument['manifest'], pointer: string): boolean => {
  let value: unknown = manifest;
  for (const key of keysOf(pointer)) {
    const fields: unknown = Array.isArray(value) ? { ...value } : value;
    if (!isObject(fields) || !Object.hasOwn(fields, key)) return false;
    value = fields[key];
  }
  return true;
};

/** Whether nobody can read the value here. A variable or a placeholder may also be meant as it is written. */
const isHidden = (text: string): boolean => text.includes(standIn) || text.startsWith('ENC[');

/** An unknown value and its JSON Pointer. */
interface UnknownValue {
  readonly at: string;
  readonly text: string;
}

const unknownsIn = (
  value: unknown,
  keys: readonly (string | number)[] = [],
): readonly UnknownValue[] => {
  if (typeof value === 'string')
    return isUnknownText(value) ? [{ at: pointerOf(keys), text: value }] : [];
  if (Array.isArray(value))
    return value.flatMap((item, index) => unknownsIn(item, [...keys, index]));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => unknownsIn(item, [...keys, key]));
};

const isUnknown = (value: unknown): boolean => typeof value === 'string' && isUnknownText(value);

const pruned = (value: unknown): unknown => {
  // Texts of a list stay, so that the others keep their places.
  if (Array.isArray(value)) return value.map(pruned);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => !isUnknown(item))
      .map(([key, item]) => [key, pruned(item)]),
  );
};
