import type { ProfileSecret, Rotation } from '@helm-charts/types';

const role = (user: string, effect: string): Rotation => ({
  by: 'bootstrap',
  about: `password of the Postgres role ${user}`,
  effect,
});

const shared = (about: string, effect: string): Rotation => ({ by: 'restart', about, effect });

const never = (about: string, why: string): Rotation => ({ by: 'never', about, why });

const reconnects = 'who uses the application waits while its pods restart';

/**
 * The credentials of Alga PSA that the appliance creates, and how each is rotated. `alga-appliance secrets rotate`, its list and the table in
 * docs/operations.md come from here.
 */
const rotations: Readonly<Record<string, Readonly<Record<string, Rotation>>>> = {
  'db-credentials': {
    DB_PASSWORD_SUPERUSER: {
      by: 'bootstrap',
      about: 'password of the superuser of Postgres',
      effect: reconnects,
      keepsPrevious: true,
    },
    DB_PASSWORD_SERVER: role('app_user', reconnects),
    DB_PASSWORD_PGBOUNCER: role('app_user_pgbouncer', 'the workers and PgBouncer restart'),
    DB_PASSWORD_HOCUSPOCUS: role('hocuspocus_user', 'Hocuspocus restarts, where it is installed'),
    DB_PASSWORD_TEMPORAL: role('temporal', 'workflows pause while Temporal restarts'),
  },
  'redis-credentials': {
    REDIS_PASSWORD: shared('password of Redis', reconnects),
  },
  'alga-core-sebastian-secrets': {
    NEXTAUTH_SECRET: never(
      'key of password hashes, of sessions and of the tokens of calendars',
      'the hash of each password contains it, so nobody could log in any more',
    ),
    CRYPTR_KEY: never(
      'encryption key of the application',
      'a version of the application may have encrypted data with it, and none encrypts them anew',
    ),
    TOKEN_SECRET_KEY: shared(
      'signature of registrations',
      'links to register in mails that were sent before are no longer valid',
    ),
    IMAP_WEBHOOK_SECRET: shared(
      'key with which email-service hands mail to the server',
      'mail that arrives meanwhile is fetched again later',
    ),
    AI_DOCUMENT_API_KEY: shared(
      'key with which Hocuspocus calls the server for documents',
      reconnects,
    ),
    COLLAB_PERSIST_API_KEY: shared(
      'key with which Hocuspocus saves documents at the server',
      reconnects,
    ),
    HOCUSPOCUS_JWT_SECRET: shared(
      'signature of sessions in documents',
      'open documents must be opened again',
    ),
  },
  'alga-psa-shared': {
    ALGA_AUTH_KEY: shared(
      'key with which the server and its workers call each other',
      `${reconnects}; extension runners outside the appliance need the new key`,
    ),
  },
};

/** Those credentials as Secrets of a profile. */
export const credentialSecrets: readonly ProfileSecret[] = Object.entries(rotations).map(
  ([name, rotation]) => ({ name, keys: Object.keys(rotation), rotation }),
);
