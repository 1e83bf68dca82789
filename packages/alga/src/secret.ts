import { credential, object, type Ref, secretRef, string } from '@helm-charts/types';

/** One credential in a Secret that the user names. */
export const secretKey = (description: string) =>
  object(description, {
    existingSecret: string('Name of the Secret in the namespace of the release.', {
      minLength: 1,
    }),
    key: string('Key of the Secret.', { minLength: 1 }),
  });

/** The one credential as a variable. */
export const credentialOf = ({
  existingSecret,
  key,
}: {
  readonly existingSecret: Ref<string>;
  readonly key: Ref<string>;
}) => credential(existingSecret, key);

/** The Secret of the server in which an installation keeps what signs and encrypts; its workers read the same. */
export const applicationSecret = 'alga-core-sebastian-secrets';

/**
 * Keys of the Secret of the server. A chart takes those that it needs: the same reference in each chart is what makes the credentials of
 * server and workers equal.
 */
export const applicationSecrets = <const K extends string>(
  description: string,
  keys: Readonly<Record<K, string>>,
) => secretRef(description, { name: applicationSecret, keys });

/** What the server and its workers trust each other by. */
export const sharedSecrets = secretRef(
  'Secret with which the server and its workers authenticate to each other.',
  {
    name: 'alga-psa-shared',
    keys: { auth: 'ALGA_AUTH_KEY' },
  },
);
