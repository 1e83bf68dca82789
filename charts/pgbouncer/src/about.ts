/** What the README says besides the table of values. */
export const about = `The Service of a release named \`pgbouncer\` is \`pgbouncer\` on port 6432. It offers the Postgres database \`server\` under two names: workers
connect to \`server_transaction\` as \`app_user_pgbouncer\`; the server connects to \`server\` as \`app_user\`, since it sets session variables.

## Prerequisites

The Secret below. Without it the pod does not start, and its events name the Secret. Postgres may start later.

| Secret | Keys |
| --- | --- |
| \`db-credentials\` | \`DB_PASSWORD_SERVER\`, \`DB_PASSWORD_PGBOUNCER\` |

## Metrics

With \`metrics.enabled\` the container \`pgbouncer-exporter\` serves the statistics of PgBouncer for Prometheus on port 9127. Its user
\`metrics_exporter\` may read them in the admin console (\`stats_users\`) and do nothing else. An init container makes its password, another one for each pod.

## Not included

Access for the superuser and to the database \`postgres\` (\`POSTGRES_USER\`, \`POSTGRES_PWD\`, \`ADMIN_DATABASE\`): programs that create roles and
tables connect to Postgres directly. The admin console of PgBouncer, for others than the exporter. Other databases.

## Differences from the original chart

| Original chart | This chart |
| --- | --- |
| one pool, for workers (\`DB_USER_SERVER\`, \`pool_mode\`) | a pool in transaction mode (\`TRANSACTION_USER\`) and one in session mode (\`SESSION_USER\`) |
| the container writes its configuration from variables (\`POSTGRES_HOST\`, \`POSTGRES_PORT\`, \`SERVER_DATABASE\`, \`AUTH_TYPE\`, \`PGBOUNCER_PORT\`, \`POOL_MODE\`, \`MAX_*\`, \`DEFAULT_POOL_SIZE\`, \`MIN_POOL_SIZE\`, \`RESERVE_*\`, \`IDLE_TRANSACTION_TIMEOUT\`, \`SERVER_IDLE_TIMEOUT\`) | Helm renders the configuration into a ConfigMap |
| passwords are variables (\`DB_PASSWORD_SERVER\`) and are written to disk | passwords are files of a Secret; the user list is in memory |
| one size for all pools (\`default_pool_size\`, \`min_pool_size\`, \`reserve_pool_size\`, \`reserve_pool_timeout\`, \`max_db_connections\`, \`max_user_connections\`), up to all connections of Postgres | a size for each pool, and a rule that compares both with \`postgres.connections\` |
| 1000 clients (\`max_client_conn\`) | 500 clients |
| listens on IPv4 only (\`listen_addr\`) | listens on all addresses |
| sets \`server_reset_query\` to its default | not set |
| no setting for prepared statements | \`limits.preparedStatements\` |
| waits 15 seconds before it reconnects to Postgres | waits 2 seconds |
| no TLS to Postgres | \`postgres.tls\` |
| may abort running transactions when the pod stops | running transactions finish |
| no security context, tag \`latest\` | Pod Security \`restricted\`, read-only root file system, fixed versions |`;
