import { generateKeyPairSync, randomBytes, scryptSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { xsalsa20poly1305 } from '@noble/ciphers/salsa.js';

/** The files of a pair of keys. */
export interface KeyFiles {
  readonly privateKey: string;
  readonly publicKey: string;
}

/** Writes a pair of keys of the kind that cosign makes, EC P-256; with a passphrase, the private key is encrypted. */
export const writeKeys = async (
  folder: string,
  name: string,
  passphrase?: string,
): Promise<KeyFiles> => {
  const files = {
    privateKey: join(folder, `${name}.key`),
    publicKey: join(folder, `${name}.pub`),
  };
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const encryption = passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase };
  await writeFile(
    files.privateKey,
    privateKey.export({ type: 'pkcs8', format: 'pem', ...encryption }),
  );
  await writeFile(files.publicKey, publicKey.export({ type: 'spki', format: 'pem' }));
  return files;
};

/** Writes a private key as `cosign generate-key-pair` does (sigstore/cosign, pkg/cosign/keys.go), and its public key. */
export const writeCosignKeys = async (
  folder: string,
  name: string,
  passphrase: string,
): Promise<KeyFiles> => {
  const files = await writeKeys(folder, name);
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const [salt, nonce] = [randomBytes(32), randomBytes(24)];
  const params = { N: 65536, r: 8, p: 1 };
  const secret = scryptSync(passphrase, salt, 32, { ...params, maxmem: 2 ** 28 });
  const sealed = {
    kdf: { name: 'scrypt', params, salt: salt.toString('base64') },
    cipher: { name: 'nacl/secretbox', nonce: nonce.toString('base64') },
    ciphertext: Buffer.from(
      xsalsa20poly1305(secret, nonce).encrypt(privateKey.export({ type: 'pkcs8', format: 'der' })),
    ).toString('base64'),
  };
  const lines =
    Buffer.from(JSON.stringify(sealed))
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  const title = 'ENCRYPTED SIGSTORE PRIVATE KEY';
  const text = [`-----BEGIN ${title}-----`, ...lines, `-----END ${title}-----`, ''].join('\n');
  await writeFile(files.privateKey, text);
  await writeFile(files.publicKey, publicKey.export({ type: 'spki', format: 'pem' }));
  return files;
};
