import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { cosignKey, isCosignKey } from './cosign-key.ts';
import { unusable } from './key-file.ts';
import { supported } from './public-key.ts';

/** A private key, and its public key. */
export interface PrivateKey {
  readonly publicKey: KeyObject;
  readonly sign: (bytes: Uint8Array) => Buffer;
}

/** The passphrase of a private key; the second is the one that cosign reads. */
const passphraseVariables = ['HELM_CHARTS_SIGN_PASSPHRASE', 'COSIGN_PASSWORD'] as const;

/**
 * The private key in the text of a file: PEM (PKCS #8, also encrypted, SEC 1 or PKCS #1) or `cosign.key`.
 * @throws {Failure} With exit code 2 if it is none, or if the passphrase is missing or wrong.
 */
export const privateKeyOf = (
  file: string,
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
): PrivateKey => {
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text))
    throw unusable(file, 'it has no private key as PEM text', 'name a file with a private key');
  const passphrase = passphraseVariables
    .map((name) => environment[name])
    .find((value) => value !== undefined);
  const isEncrypted = isCosignKey(text) || /ENCRYPTED/.test(text);
  if (isEncrypted && passphrase === undefined)
    throw unusable(
      file,
      'the private key is encrypted, and its passphrase is missing',
      `set the environment variable ${passphraseVariables.join(' or ')}`,
    );
  const key = supported(file, decrypted(file, text, isEncrypted ? passphrase : undefined));
  return {
    publicKey: createPublicKey(key),
    sign: (bytes) => sign('sha256', bytes, key),
  };
};

const decrypted = (file: string, text: string, passphrase: string | undefined): KeyObject => {
  try {
    return isCosignKey(text)
      ? createPrivateKey({ key: cosignKey(text, passphrase ?? ''), format: 'der', type: 'pkcs8' })
      : createPrivateKey({ key: text, ...(passphrase !== undefined && { passphrase }) });
  } catch {
    if (passphrase === undefined)
      throw unusable(
        file,
        "the private key can't be read",
        'name a PEM file in the PKCS #8 format',
      );
    const fix = `correct the environment variable ${passphraseVariables.join(' or ')}`;
    throw unusable(file, 'the passphrase is wrong, or the private key is damaged', fix);
  }
};
