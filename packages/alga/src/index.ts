export { crypto, passwordHashing, sessionSecret } from './crypto.ts';
export {
  type GateEnvironment,
  type GateOf,
  gate,
  hashKey,
  ownGate,
  waitForServer,
  workerGate,
} from './gate.ts';
export { clusterDomain, deploymentProfile, edition, serviceHost } from './installation.ts';
export { identifier, path, url } from './pattern.ts';
export { database, pool, poolAdministrator, poolVariables } from './pool.ts';
export { redis, redisCredentials, redisPassword, redisVariables } from './redis.ts';
export {
  applicationSecret,
  applicationSecrets,
  credentialOf,
  secretKey,
  sharedSecrets,
} from './secret.ts';
export { temporal, temporalMembers, temporalVariables } from './temporal.ts';
export {
  tenantSecretMembers,
  tenantSecretsFolder,
  tenantSecretVariables,
} from './tenant-secrets.ts';
