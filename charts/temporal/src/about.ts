/** What the README says besides the table of values. */
export const about = `A small Temporal server for one node without Internet. The Service of a release named \`temporal\` is \`temporal-frontend\` on port 7233, as in
the original chart.

## Prerequisites

The databases \`temporal\` and \`temporal_visibility\`, and the role \`temporal\` that owns both and is no superuser. The bootstrap of the server of
Alga PSA creates them where \`database.temporal.enabled\` is true.

| Secret | Keys |
| --- | --- |
| \`db-credentials\` | \`DB_PASSWORD_TEMPORAL\` |

## Start-up

1. The Job \`temporal-schema-<hash>\` waits for the databases, takes a lock, updates both schemas, and writes a marker. The hash covers the
   tools, the scripts and the databases: when one of them changes, a new Job runs.
2. The server waits for the marker with that hash.
3. The Job \`temporal-namespace-<hash>\` waits for the server and creates the Temporal namespace.

If the first update of the schemas is interrupted, the next one starts with empty databases. A later update is resumed. Where the tool can't
resume it, the log says so, and you must restore the databases.

The first start stores \`server.historyShards\` in the database. If you change it later, the server ignores the change and logs a warning.

## Not included

Cassandra, MySQL and Elasticsearch, archival, TLS between the services of Temporal, several clusters: an installation on one node does not use them.

## Differences from the original chart

| Original chart | This chart |
| --- | --- |
| the image \`auto-setup\`, which is no longer built, creates databases and schemas as the superuser (\`POSTGRES_USER\`, \`POSTGRES_PWD\`) at each start | the server image, and Jobs with a role of their own (\`DB_PASSWORD\`) |
| variables configure the server (\`DB\`, \`DB_PORT\`, \`POSTGRES_HOST\`); some tell it what to skip (\`SKIP_*\`, \`TEMPORAL_CLI_ADDRESS\`) | a file configures the server |
| a Job with a fixed name, as a post-install hook, with \`DEFAULT_NAMESPACE\` and \`DEFAULT_NAMESPACE_RETENTION\` | Jobs with a hash in their names, no hooks; \`TEMPORAL_NAMESPACE\` and \`TEMPORAL_RETENTION\` |
| \`POSTGRES_SEEDS\` is \`postgres\`, a Service that does not exist | \`db\` in the namespace, or \`database.host\` |
| the number of connections is not limited | \`database.connections\` for each service and database |
| TCP probes | gRPC health checks of each service |
| the web UI is installed and open to everybody | the web UI is off, since it has no authentication |
| no security context, limits or requests | Pod Security \`restricted\`, read-only root file system, fixed versions, requests and limits |`;
