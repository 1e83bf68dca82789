import {
  credential,
  integer,
  object,
  oneOf,
  type Ref,
  type Refs,
  type ValueOf,
} from '@helm-charts/types';

/** Parameters of the password hash. Users can not log in where a worker and the server have different parameters. */
export const crypto = object(
  'Hashing of passwords. The server and its workers must have the same settings.',
  {
    saltBytes: integer('Length of the salt, in bytes.', {
      default: 12,
      minimum: 8,
      immutable: true,
    }),
    iterations: integer('Number of iterations.', {
      default: 10_000,
      minimum: 1000,
      immutable: true,
    }),
    keyLength: integer('Length of the key, in bytes.', {
      default: 64,
      minimum: 16,
      immutable: true,
    }),
    algorithm: oneOf('Hash algorithm.', ['sha256', 'sha512'], {
      default: 'sha512',
      immutable: true,
    }),
  },
);

interface Hashing {
  readonly crypto: Refs<ValueOf<typeof crypto>>;
  readonly secrets: {
    readonly existingSecret: Ref<string>;
    readonly keys: { readonly nextauth: Ref<string> };
  };
}

/** Environment variables of the password hash: its parameters, and the session secret as pepper. */
export const passwordHashing = ({ crypto, secrets }: Hashing) => ({
  SALT_BYTES: crypto.saltBytes,
  ITERATIONS: crypto.iterations,
  KEY_LENGTH: crypto.keyLength,
  ALGORITHM: crypto.algorithm,
  ...sessionSecret(secrets),
});

/** The session secret under both of its variable names. */
export const sessionSecret = ({ existingSecret, keys }: Hashing['secrets']) => ({
  NEXTAUTH_SECRET: credential(existingSecret, keys.nextauth),
  // The application reads the lower-case name first.
  nextauth_secret: credential(existingSecret, keys.nextauth),
});
