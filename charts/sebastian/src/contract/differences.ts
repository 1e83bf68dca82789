import {
  type Differences,
  instead,
  leftOut,
  onDemand,
  renamed,
} from '@helm-charts/testing/contract';
import type { Part } from './part.ts';

const version = 'The original says nothing here, and the application shows it to its users.';
const wholeNumber = 'Sizes are whole numbers, which JavaScript reads as what they are.';
const rounds =
  'The workers hash with 10000 rounds, and nobody could log in whose password they hash.';
const unread = 'Nothing in the application reads it.';
const byFile =
  'A file of the Secret, since the knexfile writes a password of a variable to its log.';
const noTenant = 'The first tenant is made by a workflow, for which this chart is there already.';
const oneAddress = 'The Job connects to one Postgres as one superuser.';
const ownLock = 'Postgres frees the lock of a bootstrap that has ended, however it has.';
const collector = 'Only a collector of logs that the user names is written to.';
const mail = 'Without a server for mail there is nobody to say it to.';
const models = 'A key that is no key is worse than none.';
const runner = 'The original names a Service that nothing creates.';
const marker = 'The wait is for the marker of the own bootstrap, as the role of the application.';
const database = 'The server waits for the database, and asks Redis itself when it starts.';
const initializer =
  'The image of Postgres makes its data directory in a folder that it can rename.';
const kept = 'No claim is ever deleted.';
const hashed = 'A Job cannot be changed: one that does something else needs another name.';

const job = 'Job alga-core-sebastian-bootstrap';
const hashedJob = 'Job alga-core-sebastian-bootstrap-<hash>';

/** What this chart does otherwise, by container, and in objects. The README has a line for each of the variables. */
export const differences: Readonly<Record<string, Differences<Part['scenario']>>> = {
  sebastian: {
    VERSION: instead('1.0.0', version),
    APP_VERSION: instead('1.0.0', version),
    NEXT_PUBLIC_APP_VERSION: instead('1.0.0', version),
    APP_BUILD_SHA: instead('1.0.0', 'Images have versions.'),
    NEXT_PUBLIC_APP_BUILD_SHA: instead('1.0.0', 'Images have versions.'),
    APP_NAME: instead('alga-core-sebastian', version),
    SECRET_KEY: instead(
      'alga-core-sebastian-secrets/TOKEN_SECRET_KEY',
      'Without it the application signs with a word that everybody knows.',
    ),
    TOKEN_EXPIRE: renamed('TOKEN_EXPIRES', 'That is the name that the application reads.'),
    ITERATIONS: instead('10000', rounds),
    SECRET_FS_BASE_PATH: instead(
      '/var/lib/alga/tenant-secrets/store',
      'A folder of the node would need a namespace without Pod Security, and the application writes only to a folder that it has made.',
    ),
    DB_HOST: instead('pgbouncer', 'The appliance has a pool that serves sessions.'),
    DB_PORT: instead('6432', 'The appliance has a pool that serves sessions.'),
    STORAGE_LOCAL_MAX_FILE_SIZE: instead('104857600', wholeNumber),
    STORAGE_UPLOAD_CHUNK_SIZE: instead('5242880', wholeNumber),
    STORAGE_BACKUP_ENABLED: leftOut(unread),
    STORAGE_BACKUP_SCHEDULE: leftOut(unread),
    STORAGE_BACKUP_RETENTION_DAYS: leftOut(unread),
    STORAGE_BACKUP_RETENTION_COPIES: leftOut(unread),
    LOG_LEVEL: instead('INFO', 'Details for developers fill the disk of an appliance.'),
    LOG_ENABLED_FILE_LOGGING: instead('false', 'What the server writes is in the log of its pod.'),
    LOG_DIR_PATH: instead('/tmp/logs', 'The root of the container cannot be written.'),
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
      'The key is mounted from a Secret, and not put there by the sidecar of Vault.',
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
    BOOTSTRAP_MODE: leftOut('A database that is there is always kept.'),
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
      'Redis reads a file of the Secret, and only the probes a variable.',
    ),
  },

  hocuspocus: {
    AI_DOCUMENT_API_URL: instead(
      'http://alga-core-sebastian.msp.svc.cluster.local:3000/api/v1/ai/document-assist',
      'Pods reach the server by its Service, whatever users call it.',
    ),
    COLLAB_PERSIST_API_URL: instead(
      'http://alga-core-sebastian.msp.svc.cluster.local:3000/api/internal/collab/persist',
      'Pods reach the server by its Service, whatever users call it.',
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
        'A folder of the node would need a namespace without Pod Security.',
      ),
    'StatefulSet db, container postgres, port cql 5432': renamed(
      'StatefulSet db, container postgres, port postgres 5432',
      'That was the name of another database.',
    ),
    'StatefulSet db, container postgres, /var/lib/postgresql/data of claim alga-core-sebastian-postgres-data':
      renamed(
        'StatefulSet db, container postgres, /data of claim alga-core-sebastian-postgres-data',
        'Only a folder below the mount point can be renamed when it is whole; it is the same folder of the claim.',
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
      'That was the name of a database of another kind.',
    ),
    'Deployment hocuspocus, container sebastian': renamed(
      'Deployment hocuspocus, container hocuspocus',
      'It is not the server.',
    ),
    'Deployment hocuspocus, container sebastian, port http 1234': renamed(
      'Deployment hocuspocus, container hocuspocus, port http 1234',
      'It is not the server.',
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
    'PersistentVolumeClaim alga-core-sebastian-local-storage': leftOut('No pod ever mounted it.'),
    'Job alga-core-sebastian-pvc-delete': leftOut(kept),
    'ServiceAccount alga-core-sebastian-pvc-delete': leftOut(kept),
    'Role alga-core-sebastian-pvc-delete': leftOut(kept),
    'RoleBinding alga-core-sebastian-pvc-delete': leftOut(kept),
    'Gateway alga-gw': leftOut('The chart has an Ingress, which every controller understands.'),
    'VirtualService alga-vs': leftOut(
      'The chart has an Ingress, which every controller understands.',
    ),
    'Secret alga-core-sebastian-storage-secret, key storage.yaml': leftOut(
      'No pod ever mounted it, and it was no YAML.',
    ),
    'Secret appliance-initial-tenant': leftOut(noTenant),
    'Secret appliance-license-seed': leftOut('A licence belongs to the tenant who has bought it.'),
  },
};
