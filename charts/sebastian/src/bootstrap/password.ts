import { pbkdf2Sync, randomBytes } from 'node:crypto';

/** How the application hashes the passwords of its users. The server and the bootstrap must agree. */
export interface PasswordHashing {
  readonly saltBytes: number;
  readonly iterations: number;
  readonly keyLength: number;
  readonly digest: string;
  /** The session secret of the application. */
  readonly pepper: string;
}

/** The hash of a password as `packages/core/src/lib/encryption.ts` of Nine-Minds/alga-psa makes it: salt and key in hexadecimal digits. */
export const hashPassword = (
  password: string,
  { saltBytes, iterations, keyLength, digest, pepper }: PasswordHashing,
  salt: string = randomBytes(saltBytes).toString('hex'),
): string => {
  const key = pbkdf2Sync(password, pepper + salt, iterations, keyLength, digest).toString('hex');
  return `${salt}:${key}`;
};
