import { generatedSecret, helper, match, orDefault, type Ref, when } from '@helm-charts/types';
import { postgres, redis, server } from './component.ts';
import { claimName } from './postgres.ts';
import type { Values } from './values.ts';

/** The Secrets of the chart itself, for those who have nothing else that makes them. Those of integrations are always the user's. */
export const generatedSecrets = (v: Values) =>
  when(v.generateSecrets, [
    // Passwords are in the data, and what the application has encrypted is, too.
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
