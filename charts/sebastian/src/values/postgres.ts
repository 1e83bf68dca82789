import { identifier } from '@helm-charts/alga';
import { volume } from '@helm-charts/blocks';
import {
  boolean,
  choice,
  host,
  image,
  integer,
  map,
  object,
  port,
  quantity,
  secretRef,
  string,
} from '@helm-charts/types';

const name = (description: string, preset: string) =>
  string(description, { default: preset, ...identifier });

export const postgres = {
  postgres: choice(
    'The database server.',
    {
      inChart: {
        image: image('Postgres with pgvector.', {
          repository: 'pgvector/pgvector',
          tag: '0.8.1-pg17',
        }),
        user: integer('User and group that own the data, by number.', {
          default: 999,
          minimum: 1,
          immutable: true,
        }),
        volume: volume('Where the data lies.', '20Gi'),
        settings: map(
          'Settings of the server, by name.',
          string('Value.', { pattern: '^[A-Za-z0-9_. %/-]*$' }),
          {
            keys: '^[a-z_.]+$',
            default: { max_connections: '200', shared_buffers: '256MB', max_wal_size: '2GB' },
          },
        ),
        resources: object(
          'What Postgres has to itself. It is request and limit at once, so that Postgres is the last to be killed.',
          {
            cpu: quantity('Processor time.', { default: '1' }),
            memory: quantity('Memory.', { default: '1Gi' }),
          },
        ),
        sharedMemory: quantity('Room of /dev/shm, which counts as memory of the pod.', {
          default: '256Mi',
        }),
      },
      external: {
        host: host('Its name or address.'),
        port: port('Its port.', { default: 5432 }),
      },
    },
    { default: 'inChart' },
  ),

  database: object('Databases and roles on the server.', {
    admin: name('Role that makes the others and owns what migrations create.', 'postgres'),
    server: object('Those of the application.', {
      name: name('Database.', 'server'),
      user: name('Role of the server.', 'app_user'),
      poolUser: name('Role of the workers, which come through the pool.', 'app_user_pgbouncer'),
    }),
    hocuspocus: object('Those of Hocuspocus.', {
      name: name('Database.', 'hocuspocus'),
      user: name('Role.', 'hocuspocus_user'),
    }),
    temporal: object('Those of Temporal, which is not part of this chart.', {
      enabled: boolean('Bootstrap makes them.', { default: false }),
      name: name('Database of workflows.', 'temporal'),
      visibility: name('Database of what is searched.', 'temporal_visibility'),
      user: name('Role that owns both.', 'temporal'),
    }),
    credentials: secretRef('The passwords of the roles.', {
      name: 'db-credentials',
      keys: {
        admin: 'DB_PASSWORD_SUPERUSER',
        server: 'DB_PASSWORD_SERVER',
        pool: 'DB_PASSWORD_PGBOUNCER',
        hocuspocus: 'DB_PASSWORD_HOCUSPOCUS',
        temporal: 'DB_PASSWORD_TEMPORAL',
      },
    }),
  }),

  connection: choice(
    'How the server reaches its database. It sets session variables, so a pool must lend it a connection until it leaves, and know the database by its own name.',
    {
      direct: {},
      pool: {
        host: host('The pool.', { default: 'pgbouncer' }),
        port: port('Its port.', { default: 6432 }),
      },
    },
    { default: 'direct' },
  ),
};
