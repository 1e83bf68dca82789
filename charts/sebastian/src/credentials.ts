import { generatedSecret, helper, match, orDefault, type Ref, when } from '@helm-charts/types';
import { postgres, redis, server } from './component.ts';
import { claimName } from './postgres.ts';
import type { Values } from './values.ts';

/** Secrets that the chart creates where `generateSecrets` is true. It never creates Secrets of integrations. */
export const generatedSecrets = (v: Values) =>
  when(v.generateSecrets, [
    // Postgres stores these passwords and data encrypted with these keys, so Helm must not delete the Secrets.
    generatedSecret(postgres, v.database.credentials, dataClaim(v)),
    generatedSecret(server, v.secrets, dataClaim(v)),
    generatedSecret(server, v.sharedSecrets),
    generatedSecret(redis, v.redisCredentials),
  ]);

const dataClaim = (v: Values): Ref<string> =>
  helper(
    'postgresClaim',
    match(v.postgres, {
      inChart: ({ volume }) => orDefault(volume.existingClaim, claimName),
      external: () => claimName,
    }),
  );
