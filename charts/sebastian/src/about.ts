/** What the README says beside the table of values. */
export const about = `The names of objects that others depend on are those of the original chart for a release named \`alga-core\`: the
Service \`alga-core-sebastian\` (3000), \`db\` (5432), \`redis\` (6379) and \`hocuspocus\` (1234), and the claims
\`alga-core-sebastian-{postgres-data,redis-data,storage,tenant-secrets}\`.

## What must be there before

No credential is in the values and none is made by the chart. It reads Secrets of the release's namespace; a pod whose Secret is
missing does not start, and its events name the Secret.

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
3. The server and Hocuspocus wait for the marker with their own hash, as the role of the application.

## Left out on purpose

Environments for development (pods, code-server, hosted mode), jobs that build images, the sidecar of Vault and the objects of
Istio: none of them belongs to an installation. The first tenant: it is made by a workflow, which needs Temporal, which needs this
chart. Several servers: their volumes are of one node. Deletion of volumes: they are kept, always.

## Differences from the original chart

| there | here |
| --- | --- |
| \`SECRET_KEY\` is empty, and invitations are signed with a word that everybody knows | it is the key \`TOKEN_SECRET_KEY\` of the application's Secret |
| \`TOKEN_EXPIRE\`, which nothing reads | \`TOKEN_EXPIRES\`, from \`server.tokenLifetime\` |
| \`VERSION\`, \`APP_VERSION\` and \`APP_NAME\` are empty, \`NODE_ENV\` can be | they are set, and \`NODE_ENV\` is \`production\` |
| \`ITERATIONS\` is 1000, the workers take 10000, and nobody can log in | 10000 everywhere, from \`crypto.iterations\` |
| sizes print as \`1.048576e+08\` | as whole numbers |
| credentials stand in values, variables and annotations, some of them placeholders | in Secrets only, without placeholders |
| random passwords are rendered, and copied from the cluster | nothing is random; rendering twice gives the same bytes |
| Hocuspocus without \`NODE_ENV\` calls the server through the public host name | production, through the Service |
| Redis keeps nothing, though it has a volume | append-only file, and \`noeviction\` |
| no probes; a server that died stays Ready | probes for every container |
| the server starts when the table \`users\` is there | when the marker of its own release is there |
| a Job of a fixed name, which cannot be changed for five minutes | a name by content |
| the claim of Postgres is deleted with the release, or kept, the wrong way round; others are never kept | all are kept |
| host network, host paths, root, \`latest\`, no limits | Pod Security \`restricted\`, read-only root, versions, requests and limits |
| the namespace is a value | it is that of the release |
| \`STORAGE_BACKUP_*\`, which nothing reads | left out |
| \`DB_HOST_ADMIN\`, \`DB_PORT_ADMIN\`, \`DB_PASSWORD_*\`, \`BOOTSTRAP_MODE\` and \`TEMPORAL_*\` of the Job | left out: it connects to one Postgres, with passwords from files, and to nothing else |
| the file of the log goes to \`./logs\` | to \`/tmp/logs\`, and only where \`logging.file\` is on |
| tenant secrets in a folder of the node, at \`/shared-tenant-secrets\` | on a claim that others may mount, in a folder of \`/var/lib/alga/tenant-secrets\` that only the application can enter |
| \`RUNNER_*\` is set to a Service that is not there | only where \`integrations.runner\` is given |`;
