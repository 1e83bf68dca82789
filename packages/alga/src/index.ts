export {
  applianceAddress,
  publicAddress,
  publicSocketUrl,
  publicUrl,
  sharedValues,
} from './address.ts';
export { crypto, passwordHashing, sessionSecret } from './crypto.ts';
export { temporaryHome } from './home.ts';
export { images } from './images.ts';
export { clusterDomain, deploymentProfile, edition, serviceHost } from './installation.ts';
export { integration, integrationVariables } from './integration.ts';
export {
  exporter,
  exporterMount,
  exporterPassword,
  exporterUser,
  exporterVolume,
  makeExporterPassword,
  metrics,
  podMonitor,
} from './metrics.ts';
export { identifier, path, url } from './pattern.ts';
export { peerService, peerServiceHost } from './peer-service.ts';
export { database, pool, poolAdministrator, poolVariables } from './pool.ts';
export {
  authorityFile,
  authorityFolder,
  authorityMount,
  authorityPath,
  authorityVolume,
  postgresAuthority,
  postgresCertificate,
  postgresTls,
} from './postgres-tls.ts';
export { redis, redisCredentials, redisPassword, redisVariables } from './redis.ts';
export {
  applicationSecret,
  applicationSecrets,
  credentialOf,
  secretKey,
  sharedSecrets,
} from './secret.ts';
export { server, serverUrl } from './server.ts';
export { serverSessions } from './sessions.ts';
export { temporal, temporalMembers, temporalVariables } from './temporal.ts';
export {
  filesystemRule,
  sharedTenantSecrets,
  tenantSecretMembers,
  tenantSecretPlace,
  tenantSecretsFolder,
  tenantSecretVariables,
  vaultRule,
} from './tenant-secrets.ts';
export {
  type BootstrapWait,
  type BootstrapWaitEnvironment,
  hashKey,
  ownBootstrapWait,
  serverBootstrapWait,
  waitForBootstrap,
  waitForServer,
} from './wait-for-bootstrap.ts';
export {
  type WorkerDefaults,
  type WorkerOf,
  worker,
  workerMembers,
  workerNotes,
  workerRules,
} from './worker.ts';
export { type WorkerAbout, workerAbout } from './worker-about.ts';
export { workerScenarios } from './worker-scenarios.ts';
