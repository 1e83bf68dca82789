import { webcrypto } from 'node:crypto';
import { expect, test } from 'vitest';
import { hashPassword } from './password.ts';

const hashing = {
  saltBytes: 12,
  iterations: 1000,
  keyLength: 64,
  digest: 'sha512',
  pepper: 'of the session',
};

/** The same function by another implementation. */
const derive = async (password: string, salt: string): Promise<string> => {
  const bytes = new TextEncoder();
  const key = await webcrypto.subtle.importKey('raw', bytes.encode(password), 'PBKDF2', false, [
    'deriveBits',
  ]);
  const from = {
    name: 'PBKDF2',
    hash: 'SHA-512',
    salt: bytes.encode(hashing.pepper + salt),
    iterations: hashing.iterations,
  };
  const bits = await webcrypto.subtle.deriveBits(from, key, hashing.keyLength * 8);
  return Buffer.from(bits).toString('hex');
};

test('a hash is the salt and the key that PBKDF2 derives with the session secret before the salt', async () => {
  const [salt = '', key = ''] = hashPassword('Correct-horse: ü', hashing).split(':');
  expect(salt).toMatch(/^[0-9a-f]{24}$/);
  expect(key).toBe(await derive('Correct-horse: ü', salt));
});

test('each hash has a salt of its own', () => {
  expect(hashPassword('one', hashing)).not.toBe(hashPassword('one', hashing));
});
