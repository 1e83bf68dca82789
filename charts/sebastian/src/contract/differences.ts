import { images } from '@helm-charts/alga';
import {
  type Differences,
  instead,
  leftOut,
  onDemand,
  renamed,
} from '@helm-charts/testing/contract';
import type { Part } from './part.ts';

const version = 'The original leaves it empty, but the application shows it to users.';
const wholeNumber = 'The original renders float notation; this chart renders whole numbers.';
const rounds =
  'The workers hash with 10000 rounds. With other rounds in the server, users could not log in.';
const url = 'https://alga.local:30443';
const nodePort = 'The TLS terminator of the appliance listens on a node port.';
const unread = 'Nothing in the application reads it.';
const byFile = 'The password is a file, since the knexfile logs a password from a variable.';
const noTenant = 'The bootstrap creates the first tenant in Postgres, without Temporal.';
const tenantSecrets = 'The Job mounts it where it exists; `alga-appliance` creates it.';
const program = 'The bootstrap is a program for Node, which uses the knex of the image.';
const oneAddress = 'The Job connects to one Postgres as one superuser.';
const ownLock = 'Postgres releases the lock when the session of the bootstrap ends.';
const collector = 'Logs are sent only to a collector that is set in the values.';
const mail = 'It is set only with a mail server.';
const models = 'A placeholder key is unsafe.';
const runner = 'The original names a Service that no chart creates.';
const marker =
  'The init container waits for the marker of the bootstrap of this release, with the role of the application.';
const database = 'The server waits for the database only, and connects to Redis when it starts.';
const initializer =
  'The init container creates the data directory and renames it when it is complete.';
const kept = 'The chart never deletes a claim.';
const hashed = 'A Job is immutable: a changed Job needs a new name.';

const job = 'Job alga-core-sebastian-bootstrap';
const hashedJob = 'Job alga-core-sebastian-bootstrap-<hash>';

/** Differences between this chart and the original, by container and object. The README has a line for each of the variables. */
export const differences: Readonly<Record<string, Differences<Part['scenario']>>> = {
  sebastian: {
    VERSION: instead('1.0.0', version),
    APP_VERSION: instead('1.0.0', version),
    NEXT_PUBLIC_APP_VERSION: instead('1.0.0', version),
    APP_BUILD_SHA: instead(images.server.tag, 'Images have versions.'),
    NEXT_PUBLIC_APP_BUILD_SHA: instead(images.server.tag, 'Images have versions.'),
    APP_NAME: instead('alga-core-sebastian', version),
    HOST: instead(url, 'The link of the mail that verifies an e-mail address begins with it.'),
    NEXTAUTH_URL: instead(url, nodePort),
    APPLICATION_URL: instead(url, nodePort),
    NEXT_PUBLIC_BASE_URL: instead(url, nodePort),
    NEXT_PUBLIC_APP_URL: instead(url, nodePort),
    SECRET_KEY: instead(
      'alga-core-sebastian-secrets/TOKEN_SECRET_KEY',
      'Without it, the application signs with a public default.',
    ),
    TOKEN_EXPIRE: renamed('TOKEN_EXPIRES', 'The application reads this name.'),
    ITERATIONS: instead('10000', rounds),
    SECRET_FS_BASE_PATH: instead(
      '/var/lib/alga/tenant-secrets/store',
      'A hostPath volume needs a namespace without Pod Security, and the application writes only to a directory that it created.',
    ),
    DB_HOST: instead('pgbouncer', 'The appliance has a pool in session mode.'),
    DB_PORT: instead('6432', 'The appliance has a pool in session mode.'),
    STORAGE_LOCAL_MAX_FILE_SIZE: instead('104857600', wholeNumber),
    STORAGE_UPLOAD_CHUNK_SIZE: instead('5242880', wholeNumber),
    STORAGE_BACKUP_ENABLED: leftOut(unread),
    STORAGE_BACKUP_SCHEDULE: leftOut(unread),
    STORAGE_BACKUP_RETENTION_DAYS: leftOut(unread),
    STORAGE_BACKUP_RETENTION_COPIES: leftOut(unread),
    LOG_LEVEL: instead('INFO', 'Debug logs fill the disk of an appliance.'),
    LOG_ENABLED_FILE_LOGGING: instead('false', 'The server logs to the log of its pod.'),
    LOG_DIR_PATH: instead('/tmp/logs', 'The root file system is read-only.'),
    LOG_EXTERNAL_HTTP_HOST: onDemand('everything', collector),
    LOG_EXTERNAL_HTTP_PORT: onDemand('everything', collector),
    LOG_EXTERNAL_HTTP_PATH: onDemand('everything', collector),
    LOG_EXTERNAL_HTTP_LEVEL: onDemand('everything', collector),
    LOG_EXTERNAL_HTTP_TOKEN: onDemand('everything', collector),
    EMAIL_FROM: onDemand('everything', mail),
    EMAIL_HOST: onDemand('everything', mail),
    EMAIL_PORT: onDemand('everything', mail),
    EMAIL_USERNAME: onDemand('everything', mail),
    EMAIL_PASSWORD: onDemand('everything', mail),
    OPENAI_API_KEY: onDemand('everything', models),
    ANTHROPIC_API_KEY: onDemand('everything', models),
    GOOGLE_APPLICATION_CREDENTIALS: instead(
      '/run/secrets/vertex/credentials.json',
      'The key is mounted from a Secret; there is no Vault sidecar.',
    ),
    RUNNER_BASE_URL: onDemand('everything', runner),
    RUNNER_DEBUG_REDIS_STREAM_PREFIX: onDemand('everything', runner),
    RUNNER_DEBUG_REDIS_MAXLEN: onDemand('everything', runner),
  },

  'wait-for-bootstrap': {
    SETUP_RUN_MIGRATIONS: leftOut(marker),
    SETUP_RUN_SEEDS: leftOut(marker),
    APPLIANCE_BOOTSTRAP_ENABLED: leftOut(marker),
    DB_USER_ADMIN: renamed('DB_USER_SERVER', marker),
    DB_HOST_ADMIN: renamed('DB_HOST', marker),
    DB_PORT_ADMIN: renamed('DB_PORT', marker),
    DB_PASSWORD_ADMIN: renamed('DB_PASSWORD_FILE', marker),
  },

  bootstrap: {
    APP_NAME: instead('alga-core-sebastian', version),
    ITERATIONS: instead('10000', rounds),
    BOOTSTRAP_MODE: leftOut('An existing database is always kept.'),
    BOOTSTRAP_LOCK_STALE_SECONDS: leftOut(ownLock),
    BOOTSTRAP_LOCK_HEARTBEAT_SECONDS: leftOut(ownLock),
    TEMPORAL_ADDRESS: leftOut(noTenant),
    TEMPORAL_NAMESPACE: leftOut(noTenant),
    TEMPORAL_TASK_QUEUE: leftOut(noTenant),
    DB_NAME: leftOut(oneAddress),
    DB_USER: leftOut(oneAddress),
    DB_HOST_ADMIN: leftOut(oneAddress),
    DB_PORT_ADMIN: leftOut(oneAddress),
    DB_PASSWORD_ADMIN: renamed('PASSWORDS_DIR', byFile),
    DB_PASSWORD_SUPERUSER: renamed('PASSWORDS_DIR', byFile),
    DB_PASSWORD_SERVER: renamed('PASSWORDS_DIR', byFile),
    DB_PASSWORD_PGBOUNCER: renamed('PASSWORDS_DIR', byFile),
    DB_PASSWORD_HOCUSPOCUS: renamed('PASSWORDS_DIR', byFile),
  },

  postgres: { POSTGRES_PASSWORD: leftOut(initializer) },
  redis: {
    REDIS_PASSWORD: renamed(
      'REDISCLI_AUTH',
      'Redis reads a file of the Secret; only the probes use a variable.',
    ),
  },

  hocuspocus: {
    AI_DOCUMENT_API_URL: instead(
      'http://alga-core-sebastian.msp.svc.cluster.local:3000/api/v1/ai/document-assist',
      'Pods connect to the Service of the server, not to its public URL.',
    ),
    COLLAB_PERSIST_API_URL: instead(
      'http://alga-core-sebastian.msp.svc.cluster.local:3000/api/internal/collab/persist',
      'Pods connect to the Service of the server, not to its public URL.',
    ),
  },
  'wait-for-redis': {
    REDIS_HOST: leftOut(database),
    REDIS_PORT: leftOut(database),
    REDIS_DB: leftOut(database),
    REDIS_USERNAME: leftOut(database),
    REDIS_PASSWORD: leftOut(database),
  },

  objects: {
    'Deployment alga-core-sebastian, container sebastian, /shared-tenant-secrets of the node':
      renamed(
        'Deployment alga-core-sebastian, container sebastian, /var/lib/alga/tenant-secrets of claim alga-core-sebastian-tenant-secrets',
        'A hostPath volume needs a namespace without Pod Security.',
      ),
    'StatefulSet db, container postgres, port cql 5432': renamed(
      'StatefulSet db, container postgres, port postgres 5432',
      'The name cql is that of the Cassandra protocol.',
    ),
    'StatefulSet db, container postgres, /var/lib/postgresql/data of claim alga-core-sebastian-postgres-data':
      renamed(
        'StatefulSet db, container postgres, /data of claim alga-core-sebastian-postgres-data',
        'Only a directory below the mount path can be renamed; it is the same directory of the claim.',
      ),
    'StatefulSet db, container volume-prep': renamed(
      'StatefulSet db, container initialize-postgres',
      initializer,
    ),
    'StatefulSet db, container volume-prep, /data of claim alga-core-sebastian-postgres-data':
      renamed(
        'StatefulSet db, container initialize-postgres, /data of claim alga-core-sebastian-postgres-data',
        initializer,
      ),
    'StatefulSet redis, container redis, port cql 6379': renamed(
      'StatefulSet redis, container redis, port redis 6379',
      'The name cql is that of the Cassandra protocol.',
    ),
    'Deployment hocuspocus, container sebastian': renamed(
      'Deployment hocuspocus, container hocuspocus',
      'The container runs Hocuspocus, not the server.',
    ),
    'Deployment hocuspocus, container sebastian, port http 1234': renamed(
      'Deployment hocuspocus, container hocuspocus, port http 1234',
      'The container runs Hocuspocus, not the server.',
    ),
    'Deployment hocuspocus, container wait-for-redis': renamed(
      'Deployment hocuspocus, container wait-for-bootstrap',
      database,
    ),
    [job]: renamed(hashedJob, hashed),
    [`${job}, container bootstrap`]: renamed(`${hashedJob}, container bootstrap`, hashed),
    [`${job}, container bootstrap, /bootstrap of ConfigMap alga-core-sebastian-appliance-bootstrap`]:
      renamed(
        `${hashedJob}, container bootstrap, /bootstrap of ConfigMap alga-core-sebastian-appliance-bootstrap`,
        hashed,
      ),
    'PersistentVolumeClaim alga-core-sebastian-local-storage': leftOut('No pod mounted it.'),
    'Job alga-core-sebastian-pvc-delete': leftOut(kept),
    'ServiceAccount alga-core-sebastian-pvc-delete': leftOut(kept),
    'Role alga-core-sebastian-pvc-delete': leftOut(kept),
    'RoleBinding alga-core-sebastian-pvc-delete': leftOut(kept),
    'Gateway alga-gw': leftOut('The chart has an Ingress instead of Istio objects.'),
    'VirtualService alga-vs': leftOut('The chart has an Ingress instead of Istio objects.'),
    'Secret alga-core-sebastian-storage-secret, key storage.yaml': leftOut(
      'No pod mounted it, and it was not valid YAML.',
    ),
    'Secret appliance-initial-tenant': leftOut(tenantSecrets),
    'Secret appliance-license-seed': leftOut(tenantSecrets),
    'ConfigMap alga-core-sebastian-appliance-bootstrap, file appliance-bootstrap.sh': renamed(
      'ConfigMap alga-core-sebastian-appliance-bootstrap, file appliance-bootstrap.cjs',
      program,
    ),
  },
};
