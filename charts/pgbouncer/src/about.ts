/** What the README says beside the table of values. */
export const about = `For a release named \`pgbouncer\` its Service is \`pgbouncer\` (6432). It leads to the database \`server\` by two names: workers use
\`server_transaction\` as \`app_user_pgbouncer\`, and the server uses \`server\` as \`app_user\`, since it sets session variables.

## What must be there before

Nothing but the Secret, whose absence keeps the pod from starting, with its name in the events of the pod. Postgres may come later.

| Secret | keys |
| --- | --- |
| \`db-credentials\` | \`DB_PASSWORD_SERVER\`, \`DB_PASSWORD_PGBOUNCER\` |

## Left out on purpose

The superuser and the database \`postgres\` (\`POSTGRES_USER\`, \`POSTGRES_PWD\`, \`ADMIN_DATABASE\`): what makes roles and tables goes to Postgres
directly. The console of PgBouncer, and clients of other databases.

## Differences from the original chart

| there | here |
| --- | --- |
| one pool, for workers (\`DB_USER_SERVER\`, \`pool_mode\`) | one for transactions (\`TRANSACTION_USER\`), one for sessions (\`SESSION_USER\`) |
| the container writes its configuration from variables (\`POSTGRES_HOST\`, \`POSTGRES_PORT\`, \`SERVER_DATABASE\`, \`AUTH_TYPE\`, \`PGBOUNCER_PORT\`, \`POOL_MODE\`, \`MAX_*\`, \`DEFAULT_POOL_SIZE\`, \`MIN_POOL_SIZE\`, \`RESERVE_*\`, \`IDLE_TRANSACTION_TIMEOUT\`, \`SERVER_IDLE_TIMEOUT\`) | Helm writes it into a ConfigMap |
| a password is a variable (\`DB_PASSWORD_SERVER\`), and both stand in a file of the disk | files of the Secret, and a list in memory |
| one size for all (\`default_pool_size\`, \`min_pool_size\`, \`reserve_pool_size\`, \`reserve_pool_timeout\`, \`max_db_connections\`, \`max_user_connections\`), up to all connections that Postgres has | a size for each pool, and a rule that measures both against \`postgres.connections\` |
| 1000 clients (\`max_client_conn\`) | 500 |
| addresses of version 4 only (\`listen_addr\`) | any |
| \`server_reset_query\` says what is done anyway | left out |
| no setting for prepared statements | \`limits.preparedStatements\` |
| 15 seconds until a Postgres that was away is tried again | 2 |
| no TLS to Postgres | \`postgres.tls\` |
| running transactions may be cut off when the pod stops | they come to their end |
| no security context, \`latest\` | Pod Security \`restricted\`, read-only root, versions |`;
