import { type RuleSet, ruleSet } from '@helm-charts/check';
import { bootstrapHash } from './bootstrap-hash.ts';
import { bootstrapOwnRelease } from './bootstrap-own-release.ts';
import { bootstrapSuperuser } from './bootstrap-superuser.ts';
import { bootstrapWait } from './bootstrap-wait.ts';
import type { AlgaOptions } from './options.ts';
import { pgbouncerAuthType } from './pgbouncer-auth-type.ts';
import { pgbouncerListenPort } from './pgbouncer-listen-port.ts';
import { pgbouncerLoginRetry } from './pgbouncer-login-retry.ts';
import { pgbouncerOpenDatabase } from './pgbouncer-open-database.ts';
import { pgbouncerPoolMode } from './pgbouncer-pool-mode.ts';
import { pgbouncerPreparedStatements } from './pgbouncer-prepared-statements.ts';
import { pgbouncerSessionSize } from './pgbouncer-session-size.ts';
import { pgbouncerStopSignal } from './pgbouncer-stop-signal.ts';
import { pgbouncerSuperuser } from './pgbouncer-superuser.ts';
import { pgbouncerTransactionPooling } from './pgbouncer-transaction-pooling.ts';
import { postgresConnections } from './postgres-connections.ts';
import { postgresGracePeriod } from './postgres-grace-period.ts';
import { postgresGuaranteed } from './postgres-guaranteed.ts';
import { postgresProbeLoopback } from './postgres-probe-loopback.ts';
import { postgresSharedMemory } from './postgres-shared-memory.ts';
import { redisGracePeriod } from './redis-grace-period.ts';
import { redisPersistenceOff } from './redis-persistence-off.ts';
import { redisWithoutClaim } from './redis-without-claim.ts';
import { sharedParameters } from './shared-parameters.ts';
import { startupProbeMissing } from './startup-probe-missing.ts';
import { temporalFrontendAddress } from './temporal-frontend-address.ts';
import { temporalFullName } from './temporal-full-name.ts';
import { temporalHistoryShards } from './temporal-history-shards.ts';
import { temporalNamespace } from './temporal-namespace.ts';
import { temporalSchemaHooks } from './temporal-schema-hooks.ts';
import { temporalToolVersion } from './temporal-tool-version.ts';

/** Rules for the charts of Alga PSA: bootstrap, PgBouncer, Postgres, Redis, Temporal and shared credentials. */
export const alga = (options: AlgaOptions = {}): RuleSet =>
  ruleSet(
    'alga',
    [
      bootstrapHash,
      bootstrapOwnRelease,
      bootstrapSuperuser,
      bootstrapWait,
      pgbouncerAuthType,
      pgbouncerListenPort,
      pgbouncerLoginRetry,
      pgbouncerOpenDatabase,
      pgbouncerPoolMode,
      pgbouncerPreparedStatements,
      pgbouncerSessionSize,
      pgbouncerStopSignal,
      pgbouncerSuperuser,
      pgbouncerTransactionPooling,
      postgresConnections,
      postgresGracePeriod,
      postgresGuaranteed,
      postgresProbeLoopback,
      postgresSharedMemory,
      redisGracePeriod,
      redisPersistenceOff,
      redisWithoutClaim,
      sharedParameters,
      startupProbeMissing,
      temporalFrontendAddress,
      temporalFullName,
      temporalHistoryShards,
      temporalNamespace,
      temporalSchemaHooks,
      temporalToolVersion,
    ],
    options,
  );
