import { identifier, images, postgresTls } from '@helm-charts/alga';
import { volume } from '@helm-charts/blocks';
import {
  boolean,
  choice,
  host,
  image,
  integer,
  map,
  object,
  optional,
  port,
  quantity,
  secretRef,
  string,
} from '@helm-charts/types';

const name = (description: string, preset: string) =>
  string(description, { default: preset, ...identifier });

export const postgres = {
  postgres: choice(
    'Postgres server.',
    {
      inChart: {
        image: image('Image of Postgres with pgvector.', images.postgres),
        user: integer('Numeric user and group ID that owns the data.', {
          default: 999,
          minimum: 1,
          immutable: true,
        }),
        volume: volume('Volume of the data.', '20Gi'),
        tlsSecret: optional(
          string(
            'Name of the Secret with the TLS certificate and key of Postgres, of type `kubernetes.io/tls`. With it, Postgres accepts encrypted connections, and still others. Postgres reads it when it starts. If `database.tls.required` is `false`, it need not exist.',
            { minLength: 1 },
          ),
        ),
        settings: map(
          'Postgres settings, by name.',
          string('Value of the setting.', { pattern: '^[A-Za-z0-9_. %/-]*$' }),
          {
            keys: '^[a-z_.]+$',
            default: { max_connections: '200', shared_buffers: '256MB', max_wal_size: '2GB' },
          },
        ),
        resources: object(
          'Resources of Postgres. Requests equal limits, so that the kubelet evicts Postgres last.',
          {
            cpu: quantity('CPU.', { default: '1' }),
            memory: quantity('Memory.', { default: '1Gi' }),
          },
        ),
        sharedMemory: quantity('Size limit of /dev/shm. It counts as memory of the pod.', {
          default: '256Mi',
        }),
      },
      external: {
        host: host('Host name or IP address.'),
        port: port('Port.', { default: 5432 }),
      },
    },
    { default: 'inChart' },
  ),

  database: object('Databases and roles on the Postgres server.', {
    admin: name(
      'Postgres superuser. It creates the other roles and owns the objects that migrations create.',
      'postgres',
    ),
    server: object('Database and roles of the application.', {
      name: name('Name of the database.', 'server'),
      user: name('Postgres role of the server.', 'app_user'),
      poolUser: name(
        'Postgres role of the workers, which connect through PgBouncer.',
        'app_user_pgbouncer',
      ),
    }),
    hocuspocus: object('Database and role of Hocuspocus.', {
      name: name('Name of the database.', 'hocuspocus'),
      user: name('Postgres role.', 'hocuspocus_user'),
    }),
    temporal: object('Databases and role of Temporal, which another chart installs.', {
      enabled: boolean('Whether the bootstrap creates the databases and the role.', {
        default: false,
      }),
      name: name('Name of the database with the workflows.', 'temporal'),
      visibility: name('Name of the visibility database.', 'temporal_visibility'),
      user: name('Postgres role that owns both databases.', 'temporal'),
    }),
    credentials: secretRef('Secret with the passwords of the roles.', {
      name: 'db-credentials',
      keys: {
        admin: 'DB_PASSWORD_SUPERUSER',
        server: 'DB_PASSWORD_SERVER',
        pool: 'DB_PASSWORD_PGBOUNCER',
        hocuspocus: 'DB_PASSWORD_HOCUSPOCUS',
        temporal: 'DB_PASSWORD_TEMPORAL',
      },
    }),
    tls: postgresTls,
  }),

  connection: choice(
    'Connection of the server to its database: direct, or through PgBouncer. The pool must be in session mode, since the server sets session variables, and must have the name of the database.',
    {
      direct: {},
      pool: {
        host: host('Host name or IP address of PgBouncer.', { default: 'pgbouncer' }),
        port: port('Port.', { default: 6432 }),
      },
    },
    { default: 'direct' },
  ),
};
