import {
  boolean,
  type Members,
  object,
  optional,
  quantity,
  secretRef,
  string,
} from '@helm-charts/types';

/** What Postgres takes for the name of a role or a database without quotes. */
export const identifier = { pattern: '^[a-z_][a-z0-9_]{0,62}$' };

export const url = { pattern: '^https?://[^\\s/]+(/[^\\s]*)?$' };

/** An absolute path that fits a shell and a volume. */
export const path = { pattern: '^(/[A-Za-z0-9._-]+)+$' };

/** A volume that outlives the release. */
export const volume = (description: string, size: string) =>
  object(description, {
    existingClaim: optional(
      string('Claim to use in place of one that the chart makes.', { minLength: 1 }),
    ),
    size: quantity('Room.', { default: size, immutable: true }),
    storageClass: optional(
      string('Class of the volume; without it the default one of the cluster.', {
        minLength: 1,
        immutable: true,
      }),
    ),
  });

/** A service of somebody else that the application uses with credentials of a Secret, once it is switched on. */
export const integration = <const K extends string, const M extends Members>(
  description: string,
  credentials: { readonly name: string; readonly keys: Readonly<Record<K, string>> },
  settings: M,
) =>
  object(description, {
    enabled: boolean('The application uses it.', { default: false }),
    credentials: secretRef('What the application logs in with.', credentials),
    ...settings,
  });

/** One credential in a Secret that the user names. */
export const secretKey = (description: string) =>
  object(description, {
    existingSecret: string('Name of the Secret, in the namespace of the release.', {
      minLength: 1,
    }),
    key: string('Key in the Secret.', { minLength: 1 }),
  });
