/** A ConfigMap with `pgbouncer.ini`: lines of its databases and of its settings. */
export const poolerConfig = (
  databases: readonly string[],
  settings: readonly string[] = [],
): string => `
apiVersion: v1
kind: ConfigMap
metadata: { name: pool }
data:
  pgbouncer.ini: |
${['[databases]', ...databases, '[pgbouncer]', ...settings].map((line) => `    ${line}\n`).join('')}`;

/** A database with transaction pooling. */
export const server = 'server = host=db port=5432 pool_mode=transaction';

/** A Deployment of PgBouncer with that ConfigMap, and additional fields of its container. */
export const poolerPod = (fields = ''): string => `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: pool }
spec:
  template:
    metadata: { labels: { app: pool } }
    spec:
      volumes: [{ name: config, configMap: { name: pool } }]
      containers: [{ name: pgbouncer, ports: [{ containerPort: 6432 }]${fields} }]
`;
