import { credential, object, type Ref, secretRef, string } from '@helm-charts/types';

/** Name of a Secret and one key of it. */
export const secretKey = (description: string) =>
  object(description, {
    existingSecret: string('Name of the Secret in the namespace of the release.', {
      minLength: 1,
    }),
    key: string('Key of the Secret.', { minLength: 1 }),
  });

/** The value of that key, for an environment variable. */
export const credentialOf = ({
  existingSecret,
  key,
}: {
  readonly existingSecret: Ref<string>;
  readonly key: Ref<string>;
}) => credential(existingSecret, key);

/** Default name of the Secret with the keys for signing and encryption. The server and its workers read the same Secret. */
export const applicationSecret = 'alga-core-sebastian-secrets';

/**
 * Keys of the Secret of the server. A chart names the keys that it needs. The server and its workers have equal credentials because they
 * refer to the same keys.
 */
export const applicationSecrets = <const K extends string>(
  description: string,
  keys: Readonly<Record<K, string>>,
) => secretRef(description, { name: applicationSecret, keys });

/** Secret with which the server and its workers authenticate to each other. */
export const sharedSecrets = secretRef(
  'Secret with which the server and its workers authenticate to each other.',
  {
    name: 'alga-psa-shared',
    keys: { auth: 'ALGA_AUTH_KEY' },
  },
);
