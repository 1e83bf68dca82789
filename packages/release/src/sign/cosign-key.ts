import { scryptSync } from 'node:crypto';
import { xsalsa20poly1305 } from '@noble/ciphers/salsa.js';

/** Whether a text is a private key as `cosign generate-key-pair` writes it. */
export const isCosignKey = (text: string): boolean => header.test(text);

/**
 * The private key in a `cosign.key`, as PKCS #8 (DER).
 * @throws {Error} If the passphrase is wrong, or the file is damaged.
 */
export const cosignKey = (text: string, passphrase: string): Buffer => {
  const [, base64 = ''] = header.exec(text) ?? [];
  const { kdf, cipher, ciphertext }: Sealed = JSON.parse(
    Buffer.from(base64, 'base64').toString('utf8'),
  );
  const { N, r, p } = kdf.params;
  // scrypt takes 128 * N * r bytes; a damaged file must not take all memory.
  if (kdf.name !== 'scrypt' || cipher.name !== 'nacl/secretbox' || 128 * N * r > maximumMemory)
    throw new Error('unknown encryption');
  const secret = scryptSync(passphrase, bytes(kdf.salt), 32, {
    N,
    r,
    p,
    maxmem: maximumMemory * 2,
  });
  return Buffer.from(xsalsa20poly1305(secret, bytes(cipher.nonce)).decrypt(bytes(ciphertext)));
};

const header =
  /-----BEGIN ENCRYPTED (?:SIGSTORE|COSIGN) PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END/;

const maximumMemory = 256 * 2 ** 20;

const bytes = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));

/** github.com/secure-systems-lab/go-securesystemslib, encrypted/encrypted.go. */
interface Sealed {
  readonly kdf: {
    readonly name: string;
    readonly params: { readonly N: number; readonly r: number; readonly p: number };
    readonly salt: string;
  };
  readonly cipher: { readonly name: string; readonly nonce: string };
  readonly ciphertext: string;
}
