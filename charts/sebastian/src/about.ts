/** What the README says besides the table of values. */
export const about = `Objects that others depend on have the names of the original chart for a release named \`alga-core\`: the Services
\`alga-core-sebastian\` (port 3000), \`db\` (5432), \`redis\` (6379) and \`hocuspocus\` (1234), and the claims
\`alga-core-sebastian-{postgres-data,redis-data,storage,tenant-secrets}\`.

## Prerequisites

The values contain no credentials. The chart reads the Secrets of this table in the namespace of the release; it creates missing ones only
where \`generateSecrets\` is true. Without its Secret a pod does not start, and its events name the Secret.

| Secret | Keys |
| --- | --- |
| \`db-credentials\` | \`DB_PASSWORD_SUPERUSER\`, \`DB_PASSWORD_SERVER\`, \`DB_PASSWORD_PGBOUNCER\`, \`DB_PASSWORD_HOCUSPOCUS\`; with \`database.temporal.enabled\` also \`DB_PASSWORD_TEMPORAL\` |
| \`redis-credentials\` | \`REDIS_PASSWORD\` |
| \`alga-core-sebastian-secrets\` | \`NEXTAUTH_SECRET\`, \`CRYPTR_KEY\`, \`TOKEN_SECRET_KEY\`, \`IMAP_WEBHOOK_SECRET\`, \`AI_DOCUMENT_API_KEY\`, \`COLLAB_PERSIST_API_KEY\`, \`HOCUSPOCUS_JWT_SECRET\` |
| \`alga-psa-shared\` | \`ALGA_AUTH_KEY\` |

## Start-up

1. \`db\` creates its data directory completely or not at all, and starts.
2. The Job \`alga-core-sebastian-bootstrap-<hash>\` creates roles and databases, runs the migrations, seeds once, and writes a marker. The
   hash covers its image, its script and its values: when one of them changes, a new Job runs.
3. The server and Hocuspocus wait until the marker has the hash of their release. They also wait while a bootstrap holds its lock, and
   while an interrupted migration has left the lock of knex. The log of the container \`wait-for-bootstrap\` says which.
   The Job retries by itself, and its next run releases the lock of knex. If the Job has failed for good, delete it: the next upgrade
   creates it again. Flux retries a failed upgrade every two minutes.

## Several pods of the server

Only one pod can write to a volume, so the chart refuses several pods of the server unless files are in S3 and the secrets of tenants in
Vault. The scenario \`hosted\` has three pods with external Postgres, Redis, S3 and Vault: \`server.scaling\` sets their number, an
optional HorizontalPodAutoscaler and a PodDisruptionBudget, and \`server.topologyKey\` spreads them over nodes. Without volumes an update
replaces one pod after the other, so the old version still runs while the bootstrap migrates the database.

## Backups

With \`backup.enabled\`, the CronJob \`alga-core-sebastian-backup\` dumps all databases and the roles into a new folder of the claim
\`alga-core-sebastian-backups\`, completely or not at all, and deletes the oldest. With \`backup.certificate\` the files are encrypted with a
random key, and that key for the certificate (CMS): openssl is in the image of Postgres, and age is not. The files of users, the secrets of tenants
and Redis are on other claims, and not in these backups.

The init container \`restore-postgres\` restores a backup before Postgres starts, if the Secret \`alga-core-sebastian-restore\` exists. Its keys are
\`backup\` (the name of the folder), \`id\` (a restore with the same one is done once), \`replace\` (\`yes\`: data that exist are moved aside) and
\`key\` (the private key of the certificate). The bootstrap finds either no database or the restored ones, so nothing is seeded twice.
\`alga-appliance restore\` creates and deletes that Secret.

## Metrics

With \`metrics.enabled\` the Postgres and Redis of this chart have a second container each, which serves their statistics for Prometheus on the
ports 9187 and 9121. Both log in as \`metrics_exporter\`. In Postgres it is a member of \`pg_monitor\`, which the init container
\`exporter-role\` creates in single-user mode before Postgres starts; in Redis it may read \`INFO\` and the latencies. Init containers make its password,
another one for each pod. External servers have exporters of their own.

## Not included

Development environments (pods, code-server, hosted mode), jobs that build images, the Vault sidecar, and Istio objects: an installation
does not use them. Several pods of Hocuspocus. Deletion of volumes: the chart always keeps them.

## Differences from the original chart

| Original chart | This chart |
| --- | --- |
| \`SECRET_KEY\` is empty, so invitations are signed with a public default | \`SECRET_KEY\` is the key \`TOKEN_SECRET_KEY\` of the Secret of the application |
| sets \`TOKEN_EXPIRE\`, which nothing reads | sets \`TOKEN_EXPIRES\` from \`server.tokenLifetime\` |
| \`VERSION\`, \`APP_VERSION\`, \`NEXT_PUBLIC_APP_VERSION\` and \`APP_NAME\` are empty, \`NODE_ENV\` may be | they are set, and \`NODE_ENV\` is \`production\` |
| \`APP_BUILD_SHA\` and \`NEXT_PUBLIC_APP_BUILD_SHA\` are the tag \`latest\` | the version of the image, or \`buildSha\` |
| \`ITERATIONS\` is 1000, the workers use 10000, and nobody can log in | 10000 everywhere, from \`crypto.iterations\` |
| \`HOST\` is a host name, so the link of the mail that verifies an e-mail address has no scheme | \`HOST\` is the URL of \`global.address\` |
| \`NEXTAUTH_URL\`, \`APPLICATION_URL\`, \`NEXT_PUBLIC_BASE_URL\` and \`NEXT_PUBLIC_APP_URL\` are \`https://alga.local\` beside plain HTTP, and the workers have values of their own | all programs read \`global.address\`, which a site sets once |
| sets \`NM_STORE_URL\`, which nothing reads | also sets \`NM_STORE_BASE_URL\`, which is read |
| \`STORAGE_LOCAL_MAX_FILE_SIZE\` and \`STORAGE_UPLOAD_CHUNK_SIZE\` are rendered as \`1.048576e+08\` | rendered as whole numbers |
| the maximum size of a file is 500 MB in S3 and 100 MB on a volume | \`files.maxBytes\` for both |
| the bucket defaults to \`company-files\` in \`us-west-2\` | \`storage.s3.bucket\` is required |
| sets \`STORAGE_BACKUP_*\`, which nothing reads | not set |
| \`DB_HOST\` and \`DB_PORT\` of the server name Postgres, and so do those of an administrator | the server connects through a pool in session mode where \`connection\` says so, as on the appliance; \`DB_HOST_ADMIN\` and \`DB_PORT_ADMIN\` name Postgres |
| \`LOG_LEVEL\` is \`DEBUG\` | \`INFO\`, from \`logging.level\` |
| the log file is in \`./logs\` (\`LOG_ENABLED_FILE_LOGGING\`, \`LOG_DIR_PATH\`) | in \`/tmp/logs\`, and only where \`logging.file\` is true |
| always sets \`LOG_EXTERNAL_HTTP_*\`, with the token \`abcd1234\` | only with \`logging.http\`; the token comes from a Secret |
| \`EMAIL_*\` of a server that does not exist, with the password in the values | only with \`mail\`; the password comes from a Secret |
| \`OPENAI_API_KEY\` and \`ANTHROPIC_API_KEY\` are \`key-here\` | only with \`integrations.openai\` and \`integrations.anthropic\`, from a Secret |
| \`RUNNER_*\` name a Service that does not exist | only with \`integrations.runner\` |
| \`GOOGLE_APPLICATION_CREDENTIALS\` is a file that the Vault sidecar writes | a file of a Secret |
| the secrets of tenants (\`SECRET_FS_BASE_PATH\`) are in a folder of the node, at \`/shared-tenant-secrets\` | on a claim that other pods may mount, in a folder of \`/var/lib/alga/tenant-secrets\` that only the application can read |
| credentials are in values, variables and annotations, some of them placeholders | only in Secrets, without placeholders |
| random passwords are rendered, and copied from the cluster | nothing is random unless \`generateSecrets\` is true; rendering twice gives the same bytes |
| Hocuspocus has no \`NODE_ENV\` and calls the server through the public host name (\`AI_DOCUMENT_API_URL\`, \`COLLAB_PERSIST_API_URL\`) | \`NODE_ENV\` is \`production\`, and Hocuspocus calls the Service |
| Hocuspocus waits for Redis (\`REDIS_HOST\`, \`REDIS_PORT\`, \`REDIS_DB\`, \`REDIS_USERNAME\`), and its entrypoint logs the first characters of a password | it waits for the bootstrap, and starts without that entrypoint; its container is named \`hocuspocus\` |
| Redis stores nothing, although it has a volume | append-only file, and \`noeviction\` |
| Redis reads \`REDIS_PASSWORD\` from its environment | from a file; its probes use \`REDISCLI_AUTH\` |
| Postgres reads \`POSTGRES_PASSWORD\`, and its entrypoint accepts an incomplete data directory | an init container creates the data directory completely or not at all, with a password file |
| Postgres has any version, from \`ankane/pgvector:latest\` | Postgres 17; a data directory of another version is refused and not changed |
| no probes, so a dead server stays Ready | probes for every container |
| the server starts when the table \`users\` exists, which it asks as superuser (\`DB_USER_ADMIN\`, \`DB_HOST_ADMIN\`, \`DB_PORT_ADMIN\`, \`DB_PASSWORD_ADMIN\`, \`SETUP_RUN_*\`, \`APPLIANCE_BOOTSTRAP_ENABLED\`), or waits forever | it starts when the marker of its own release exists, which it asks as the role of the application, with a timeout |
| the Job has a fixed name, and cannot be changed for five minutes | the name has a hash of the content |
| the Job seeds at every upgrade, aborts a migration after five minutes, and leaves the lock of knex | seeds once, has no time limit for migrations, releases that lock |
| two Jobs at the same time collide; \`BOOTSTRAP_LOCK_STALE_SECONDS\` and \`BOOTSTRAP_LOCK_HEARTBEAT_SECONDS\` configure a lock that does not exist | a Postgres advisory lock, which is released when its session ends |
| the Job has \`DB_NAME\`, \`DB_USER\`, \`DB_HOST_ADMIN\`, \`DB_PORT_ADMIN\`, \`DB_PASSWORD_*\`, \`BOOTSTRAP_MODE\` and \`TEMPORAL_*\` | not set: it connects to Postgres only, with passwords from files |
| the Job creates the first tenant and its license through a Temporal workflow, from \`appliance-initial-tenant\` and \`appliance-license-seed\` | the Job creates them in Postgres, from the same Secrets where they exist |
| the claim of Postgres is deleted or kept, with the setting inverted; other claims are never kept | all claims are kept |
| a pre-delete Job, with a Role, deletes a claim that does not exist, so the deletion fails | not included |
| a Secret with the settings of the storage, which is invalid YAML, and a claim \`local-storage\`: no pod mounts them | not included |
| external Postgres, S3, Istio and probes break the rendering | every option is rendered, validated and tested; Istio is not included |
| host network, host paths, root, tag \`latest\`, no limits | Pod Security \`restricted\`, read-only root file system, fixed versions, requests and limits |
| the ports of Postgres and Redis are named \`cql\`; Postgres, Redis, Hocuspocus and the Job lack labels | \`postgres\` and \`redis\`; every object has the labels of its component |
| objects are left out where another release has them in the cluster | rendering does not depend on the cluster |
| the namespace is a value | the namespace of the release |
| no schema, no notes | both, and rules between values |`;
