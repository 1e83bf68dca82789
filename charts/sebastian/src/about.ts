/** What the README says beside the table of values. */
export const about = `The names of objects that others depend on are those of the original chart for a release named \`alga-core\`: the
Service \`alga-core-sebastian\` (3000), \`db\` (5432), \`redis\` (6379) and \`hocuspocus\` (1234), and the claims
\`alga-core-sebastian-{postgres-data,redis-data,storage,tenant-secrets}\`.

## What must be there before

No credential is in the values. The chart reads Secrets of the release's namespace, and makes those of this table itself only where
\`generateSecrets\` is on; a pod whose Secret is missing does not start, and its events name the Secret.

| Secret | keys |
| --- | --- |
| \`db-credentials\` | \`DB_PASSWORD_SUPERUSER\`, \`DB_PASSWORD_SERVER\`, \`DB_PASSWORD_PGBOUNCER\`, \`DB_PASSWORD_HOCUSPOCUS\`; with \`database.temporal.enabled\` also \`DB_PASSWORD_TEMPORAL\` |
| \`redis-credentials\` | \`REDIS_PASSWORD\` |
| \`alga-core-sebastian-secrets\` | \`NEXTAUTH_SECRET\`, \`CRYPTR_KEY\`, \`TOKEN_SECRET_KEY\`, \`IMAP_WEBHOOK_SECRET\`, \`AI_DOCUMENT_API_KEY\`, \`COLLAB_PERSIST_API_KEY\`, \`HOCUSPOCUS_JWT_SECRET\` |
| \`alga-psa-shared\` | \`ALGA_AUTH_KEY\` |

## How it comes up

1. \`db\` makes its data directory, whole or not at all, and starts.
2. The Job \`alga-core-sebastian-bootstrap-<hash>\` makes roles and databases, migrates, seeds once, and writes a marker. The hash is
   that of its image, its script and its values: a change of any of them is a new Job.
3. The server and Hocuspocus wait for the marker with their own hash, as the role of the application. They also wait while a bootstrap
   holds its lock, and while the lock of knex is left over from migrations that were cut off; the log of \`wait-for-bootstrap\` says which.
   The Job tries again by itself, and its next run frees the lock of knex. Where it has given up, delete it: the next upgrade makes it
   anew, and Flux tries that every two minutes.

## Left out on purpose

Environments for development (pods, code-server, hosted mode), jobs that build images, the sidecar of Vault and the objects of
Istio: none of them belongs to an installation. The first tenant and its licence: a workflow makes it, which needs Temporal, which
needs this chart. Several servers: their volumes are of one node. Deletion of volumes: they are kept, always.

## Differences from the original chart

| there | here |
| --- | --- |
| \`SECRET_KEY\` is empty, and invitations are signed with a word that everybody knows | it is the key \`TOKEN_SECRET_KEY\` of the application's Secret |
| \`TOKEN_EXPIRE\`, which nothing reads | \`TOKEN_EXPIRES\`, from \`server.tokenLifetime\` |
| \`VERSION\`, \`APP_VERSION\`, \`NEXT_PUBLIC_APP_VERSION\` and \`APP_NAME\` are empty, \`NODE_ENV\` can be | they are set, and \`NODE_ENV\` is \`production\` |
| \`APP_BUILD_SHA\` and \`NEXT_PUBLIC_APP_BUILD_SHA\` are the tag \`latest\` | the version of the image, or \`buildSha\` |
| \`ITERATIONS\` is 1000, the workers take 10000, and nobody can log in | 10000 everywhere, from \`crypto.iterations\` |
| \`NM_STORE_URL\`, which nothing reads | beside it \`NM_STORE_BASE_URL\`, which is read |
| \`STORAGE_LOCAL_MAX_FILE_SIZE\` and \`STORAGE_UPLOAD_CHUNK_SIZE\` print as \`1.048576e+08\` | as whole numbers |
| a store of files may take 500 MB a file in S3, and 100 MB on a volume | \`files.maxBytes\` in both |
| a bucket by the name \`company-files\` in \`us-west-2\`, unless told otherwise | \`storage.s3.bucket\` must be given |
| \`STORAGE_BACKUP_*\`, which nothing reads | left out |
| \`DB_HOST\` and \`DB_PORT\` of the server lead to Postgres, and so do those of an administrator | through a pool for sessions where \`connection\` says so, as on the appliance; \`DB_HOST_ADMIN\` and \`DB_PORT_ADMIN\` past it |
| \`LOG_LEVEL\` is \`DEBUG\` | \`INFO\`, from \`logging.level\` |
| the file of the log (\`LOG_ENABLED_FILE_LOGGING\`, \`LOG_DIR_PATH\`) goes to \`./logs\` | to \`/tmp/logs\`, and only where \`logging.file\` is on |
| \`LOG_EXTERNAL_HTTP_*\` always, with the token \`abcd1234\` | only with \`logging.http\`, and the token from a Secret |
| \`EMAIL_*\` of a server that does not exist, with the password in the values | only with \`mail\`, and the password from a Secret |
| \`OPENAI_API_KEY\` and \`ANTHROPIC_API_KEY\` are \`key-here\` | only with \`integrations.openai\` and \`integrations.anthropic\`, from a Secret |
| \`RUNNER_*\` is set to a Service that is not there | only where \`integrations.runner\` is given |
| \`GOOGLE_APPLICATION_CREDENTIALS\` is a file that the sidecar of Vault writes | a file of a Secret |
| tenant secrets (\`SECRET_FS_BASE_PATH\`) in a folder of the node, at \`/shared-tenant-secrets\` | on a claim that others may mount, in a folder of \`/var/lib/alga/tenant-secrets\` that only the application can enter |
| credentials stand in values, variables and annotations, some of them placeholders | in Secrets only, without placeholders |
| random passwords are rendered, and copied from the cluster | nothing is random unless \`generateSecrets\` is on; rendering twice gives the same bytes |
| Hocuspocus without \`NODE_ENV\` calls the server through the public host name (\`AI_DOCUMENT_API_URL\`, \`COLLAB_PERSIST_API_URL\`) | production, through the Service |
| Hocuspocus waits for Redis (\`REDIS_HOST\`, \`REDIS_PORT\`, \`REDIS_DB\`, \`REDIS_USERNAME\`), and its entrypoint logs the beginning of a password | it waits for the bootstrap, and is started without that entrypoint; its container is called \`hocuspocus\` |
| Redis keeps nothing, though it has a volume | append-only file, and \`noeviction\` |
| Redis takes \`REDIS_PASSWORD\` from its environment | from a file; \`REDISCLI_AUTH\` is for its probes |
| Postgres takes \`POSTGRES_PASSWORD\`, and its entrypoint keeps a half made data directory for a whole one | a file, once, by an init container that makes the directory whole or not at all |
| a Postgres of any version, from \`ankane/pgvector:latest\` | Postgres 17; a data directory of another version is refused, and not touched |
| no probes; a server that died stays Ready | probes for every container |
| the server starts when the table \`users\` is there, asked for as superuser (\`DB_USER_ADMIN\`, \`DB_HOST_ADMIN\`, \`DB_PORT_ADMIN\`, \`DB_PASSWORD_ADMIN\`, \`SETUP_RUN_*\`, \`APPLIANCE_BOOTSTRAP_ENABLED\`), or waits for ever | when the marker of its own release is there, asked for as the application, and with an end |
| a Job of a fixed name, which cannot be changed for five minutes | a name by content |
| the Job seeds on every upgrade, ends a migration after five minutes, and leaves the lock of knex behind | seeds once, migrates as long as it takes, frees that lock |
| two Jobs at once collide; \`BOOTSTRAP_LOCK_STALE_SECONDS\` and \`BOOTSTRAP_LOCK_HEARTBEAT_SECONDS\` tune a lock that is not there | a lock of Postgres, which ends with its holder |
| \`DB_NAME\`, \`DB_USER\`, \`DB_HOST_ADMIN\`, \`DB_PORT_ADMIN\`, \`DB_PASSWORD_*\`, \`BOOTSTRAP_MODE\` and \`TEMPORAL_*\` of the Job | left out: it connects to one Postgres, with passwords from files, and to nothing else |
| the Job makes the first tenant and its licence, from \`appliance-initial-tenant\` and \`appliance-license-seed\` | left out, as said above |
| the claim of Postgres is deleted with the release, or kept, the wrong way round; others are never kept | all are kept |
| a Job before the deletion, with a Role, deletes a claim that does not exist, and the deletion fails | left out |
| a Secret with the settings of the storage, which is no YAML, and a claim \`local-storage\`: no pod mounts them | left out |
| external Postgres, S3, Istio and probes break the rendering | every switch is rendered, validated and tested; Istio is left out |
| host network, host paths, root, \`latest\`, no limits | Pod Security \`restricted\`, read-only root, versions, requests and limits |
| ports of Postgres and Redis are called \`cql\`; Postgres, Redis, Hocuspocus and the Job lack labels | \`postgres\` and \`redis\`; every object says what it is and whose |
| objects are left out when the cluster has them from another release | rendering does not depend on the cluster |
| the namespace is a value | it is that of the release |
| no schema, no notes | both, and a rule for what must hold between values |`;
