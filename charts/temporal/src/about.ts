/** What the README says beside the table of values. */
export const about = `A small server for one node that has no Internet. For a release named \`temporal\` its Service is \`temporal-frontend\` (7233), as that
of the original chart.

## What must be there before

The databases \`temporal\` and \`temporal_visibility\` and the role \`temporal\` that owns both: the bootstrap of the server of Alga PSA makes
them, with \`database.temporal.enabled\`. The role is no superuser.

| Secret | keys |
| --- | --- |
| \`db-credentials\` | \`DB_PASSWORD_TEMPORAL\` |

## How it comes up

1. The Job \`temporal-schema-<hash>\` waits for the databases, takes a lock, updates both schemas with the tool of the server, and writes a
   marker. Its hash is that of tool, scripts and databases: a change of any of them is a new Job.
2. The server waits for the marker with that hash.
3. The Job \`temporal-namespace-<hash>\` waits for the server and makes the namespace of the workflows.

An update of the schemas that is cut off before any server has run is begun anew with empty databases. A later one is continued; where
the tool can't, it says so, and the databases must be restored.

\`server.historyShards\` is written into the database by the first start. Another value later is ignored by the server, with a warning in
its log.

## Left out on purpose

Cassandra, MySQL and Elasticsearch, archives, TLS between the services, several clusters: none of them belongs to one node.

## Differences from the original chart

| there | here |
| --- | --- |
| the image \`auto-setup\`, which is not built any more, makes databases and schemas as the superuser (\`POSTGRES_USER\`, \`POSTGRES_PWD\`) at each start | the server alone, and Jobs with a role of its own (\`DB_PASSWORD\`) |
| the server is configured by variables (\`DB\`, \`DB_PORT\`, \`POSTGRES_HOST\`), some of which tell it what it need not do (\`SKIP_*\`, \`TEMPORAL_CLI_ADDRESS\`) | by a file |
| a Job of a fixed name, as a hook after installation, with \`DEFAULT_NAMESPACE\` and \`DEFAULT_NAMESPACE_RETENTION\` | names by content, no hooks; \`TEMPORAL_NAMESPACE\` and \`TEMPORAL_RETENTION\` |
| \`POSTGRES_SEEDS\` is \`postgres\`, a name that nothing has | \`db\` in the namespace, or \`database.host\` |
| connections without a limit of their own | \`database.connections\` for each service and database |
| probes by TCP | by the health that each service tells by gRPC |
| the pages run, for everybody | off, since they ask nobody who he is |
| no security context, limits or requests | Pod Security \`restricted\`, read-only root, versions, requests and limits |`;
