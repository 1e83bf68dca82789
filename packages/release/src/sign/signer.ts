import type { KeyObject } from 'node:crypto';
import { signCommand } from './command.ts';
import { readKey, unusable } from './key-file.ts';
import { privateKeyOf } from './private-key.ts';
import { isVerified, publicKeyIn } from './public-key.ts';

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
}

/** Signs bytes with one key. */
export interface Signer {
  readonly publicKey: KeyObject;
  /** @throws {Failure} If the signature can't be made, or is not one of the public key. */
  readonly sign: (bytes: Uint8Array) => Promise<Buffer>;
}

/**
 * The signer of the options; undefined if they name none.
 * @throws {Failure} With exit code 2 or 3 if a key can't be used.
 */
export const signerOf = async (options: SigningOptions): Promise<Signer | undefined> => {
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
  publicKey,
  sign: async (bytes) => {
    const signature = await sign(bytes);
    if (isVerified(publicKey, bytes, signature)) return signature;
    throw unusable(
      input,
      'the signature that it makes does not match the public key',
      'name the public key that belongs to it',
    );
  },
});
