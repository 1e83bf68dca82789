import type { ClusterObject } from '@helm-charts/kubernetes';
import { container, deployment, digest, job, rendered, secretKey, service } from './parts.ts';

/** A pool before the database. */
export const pool: readonly ClusterObject[] = [
  rendered('pool', 'v1', 'ConfigMap', 'pool', {
    data: {
      'pgbouncer.ini': [
        '[databases]',
        'server = host=db port=5432 dbname=server pool_mode=transaction pool_size=20',
        'server_session = host=db port=5432 dbname=server pool_mode=session pool_size=10',
        '[pgbouncer]',
        'listen_port = 6432',
        'auth_type = scram-sha-256',
        'max_prepared_statements = 200',
        'server_login_retry = 2',
      ].join('\n'),
    },
  }),
  deployment('pool', 'pool', {
    containers: [
      container('pgbouncer', {
        env: [secretKey('PASSWORD_SERVER', 'db', 'DB_PASSWORD_SERVER')],
        ports: [{ containerPort: 6432 }],
        lifecycle: { preStop: { exec: { command: ['/bin/sh', '-c', 'kill -INT 1; sleep 15'] } } },
        volumeMounts: [{ name: 'config', mountPath: '/etc/pgbouncer' }],
      }),
    ],
    volumes: [{ name: 'config', configMap: { name: 'pool' } }],
  }),
  service('pool', 'pool', 6432),
];

/** A server of Temporal, and somebody who works for it. */
export const workflows: readonly ClusterObject[] = [
  rendered('workflows', 'v1', 'ConfigMap', 'temporal', {
    data: {
      'config.yaml': [
        'persistence:',
        '  numHistoryShards: 4',
        '  default: { sql: { connectAddr: "db:5432", maxConns: 5 } }',
        '  visibility: { sql: { connectAddr: "db:5432", maxConns: 5 } }',
      ].join('\n'),
    },
  }),
  deployment('workflows', 'temporal', {
    containers: [
      container('temporal', {
        image: `temporalio/server:1.31.2@${digest}`,
        ports: [{ containerPort: 7233 }],
      }),
    ],
    volumes: [{ name: 'config', configMap: { name: 'temporal' } }],
  }),
  service('workflows', 'temporal-frontend', 7233, 'temporal'),
  job('workflows', 'temporal-namespace-0123456789', {
    containers: [
      container('tools', {
        image: `temporalio/admin-tools:1.31.2@${digest}`,
        command: ['temporal', 'operator', 'namespace', 'create', 'default'],
      }),
    ],
  }),
  deployment('workflows', 'worker', {
    containers: [
      container('worker', {
        env: [
          { name: 'TEMPORAL_ADDRESS', value: 'temporal-frontend.msp.svc.cluster.local:7233' },
          { name: 'TEMPORAL_NAMESPACE', value: 'default' },
          secretKey('NEXTAUTH_SECRET', 'app', 'NEXTAUTH_SECRET'),
        ],
      }),
    ],
  }),
];
