import type { KeyObject } from 'node:crypto';
import { signCommand } from './command.ts';
import { readKey, unusable } from './key-file.ts';
import { type KeylessOptions, keylessSigner } from './keyless.ts';
import { privateKeyOf } from './private-key.ts';
import { isVerified, publicKeyIn } from './public-key.ts';
import { type Signature, type SignedContent, signedBytes, type Trust, trustKeys } from './trust.ts';

/** With what a push signs. */
export interface SigningOptions {
  /** A private key: a PEM file, or `cosign.key`. */
  readonly signKey?: string | undefined;
  /** A program that gets the bytes to sign on its standard input and prints the signature as base64. */
  readonly signCommand?: string | undefined;
  /** The public key of `signCommand`, as a PEM file. */
  readonly publicKey?: string | undefined;
  /** Environment variables, of which one has the passphrase of the private key. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** The URL of a Fulcio, which issues a certificate in place of a key. */
  readonly fulcio?: string | undefined;
  /** The URL of a Rekor, which records the signatures of the certificate. */
  readonly rekor?: string | undefined;
  /** A file with the token of OpenID Connect for Fulcio. */
  readonly identityTokenFile?: string | undefined;
}

/** Signs with one key, or as one identity. */
export interface Signer {
  /** Whether a signature is its own. */
  readonly trust: Trust;
  /** @throws {Failure} If the signature can't be made, or is not one of the public key. */
  readonly sign: (content: SignedContent) => Promise<Signature>;
}

/**
 * The signer of the options; undefined if they name none.
 * @throws {Failure} With exit code 2 or 3 if a key can't be used.
 */
export const signerOf = async (options: SigningOptions): Promise<Signer | undefined> => {
  const keyless = keylessOf(options);
  if (keyless !== undefined) return keylessSigner(keyless);
  const { signKey, signCommand: command, publicKey: publicFile } = options;
  if (signKey === undefined && command === undefined) {
    if (publicFile === undefined) return undefined;
    throw unusable('--public-key', 'it signs nothing', 'name --sign-command or --sign-key, too');
  }
  if (signKey !== undefined && command !== undefined)
    throw unusable('--sign-command', '--sign-key is there, too', 'name one of them');
  const named = publicFile === undefined ? undefined : await publicKeyIn(publicFile);
  if (command !== undefined) {
    if (named === undefined)
      throw unusable('--sign-command', 'the public key is missing', 'name it with --public-key');
    return checked(command, named, (bytes) => signCommand(command, bytes));
  }
  const file = signKey ?? '';
  const { publicKey, sign } = privateKeyOf(
    file,
    await readKey(file),
    options.environment ?? process.env,
  );
  return checked(file, named ?? publicKey, async (bytes) => sign(bytes));
};

/** No signature leaves this machine that nobody can verify. */
const checked = (
  input: string,
  publicKey: KeyObject,
  sign: (bytes: Uint8Array) => Promise<Buffer>,
): Signer => ({
  trust: trustKeys([publicKey]),
  sign: async (content) => {
    const bytes = signedBytes(content);
    const signature = await sign(bytes);
    if (isVerified(publicKey, bytes, signature)) return { signature, annotations: {} };
    throw unusable(
      input,
      'the signature that it makes does not match the public key',
      'name the public key that belongs to it',
    );
  },
});

/** The options without a key, which need each other. */
const keylessOf = ({
  fulcio,
  rekor,
  identityTokenFile: tokenFile,
  ...keys
}: SigningOptions): KeylessOptions | undefined => {
  const options = { '--fulcio': fulcio, '--rekor': rekor, '--identity-token-file': tokenFile };
  const missing = Object.entries(options).flatMap(([name, value]) =>
    value === undefined ? [name] : [],
  );
  if (missing.length === 3) return undefined;
  if (fulcio === undefined || rekor === undefined || tokenFile === undefined)
    throw unusable(missing.join(', '), 'signing without a key needs it', 'name it, too');
  if ([keys.signKey, keys.signCommand, keys.publicKey].some((one) => one !== undefined))
    throw unusable('--fulcio', 'a key is there, too', 'name one of them');
  return { fulcio, rekor, tokenFile };
};
