import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { readKey, unusable } from './key-file.ts';

/**
 * Reads the public key in a PEM file.
 * @throws {Failure} If the file can't be read, or has no public key that cosign and Flux accept.
 */
export const publicKeyIn = async (file: string): Promise<KeyObject> => {
  const text = await readKey(file);
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text))
    throw unusable(file, 'this is a private key', 'name the file with the public key');
  let key: KeyObject;
  try {
    key = createPublicKey(text);
  } catch {
    throw unusable(file, 'it has no public key as PEM text', 'name a file with BEGIN PUBLIC KEY');
  }
  return supported(file, key);
};

/** A key of a kind with which cosign and Flux verify signatures of SHA-256. */
export const supported = (file: string, key: KeyObject): KeyObject => {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  const isSupported = type === 'rsa' || (type === 'ec' && details?.namedCurve === 'prime256v1');
  if (isSupported) return key;
  const kind = [type, details?.namedCurve].filter((one) => one !== undefined).join(' ');
  throw unusable(
    file,
    `the key is of the kind ${kind}, and helm-charts signs with EC P-256 or RSA`,
    'create a key of one of these kinds',
  );
};

/** Whether a signature of bytes is one of a key: ECDSA (DER) or RSA (PKCS #1), with SHA-256. */
export const isVerified = (key: KeyObject, bytes: Uint8Array, signature: Uint8Array): boolean =>
  verify('sha256', bytes, key, signature);
