import {
  credential,
  object,
  type Ref,
  type Refs,
  secretRef,
  string,
  type ValueOf,
} from '@helm-charts/types';
import { identifier } from './pattern.ts';
import { peerService, peerServiceHost } from './peer-service.ts';

/** Connection of a worker to the database, through PgBouncer in transaction mode. */
export const database = object('Connection to the database through PgBouncer.', {
  ...peerService('pgbouncer', 6432),
  name: string('Name of the PgBouncer database in transaction mode.', {
    default: 'server_transaction',
    ...identifier,
  }),
  user: string(
    'Postgres role of the workers. It must not be a superuser, since the pooler refuses superusers.',
    {
      default: 'app_user_pgbouncer',
      ...identifier,
    },
  ),
  credentials: secretRef('Secret with the password of the role.', {
    name: 'db-credentials',
    keys: { password: 'DB_PASSWORD_PGBOUNCER' },
  }),
});

interface Client {
  readonly clusterDomain: Ref<string>;
  readonly database: Refs<ValueOf<typeof database>>;
}

/** Host and port of PgBouncer, for a worker and its init container wait-for-bootstrap. */
export const pool = (v: Client) => ({
  host: peerServiceHost('databaseHost', v, v.database.host, 'pgbouncer'),
  port: v.database.port,
  name: v.database.name,
  user: v.database.user,
  secret: v.database.credentials.existingSecret,
  key: v.database.credentials.keys.password,
});

/** Environment variables of the connection to the database. */
export const poolVariables = (v: Client) => {
  const { host, port, name, user, secret, key } = pool(v);
  return {
    DB_TYPE: 'postgres',
    DB_HOST: host,
    DB_PORT: port,
    DB_NAME_SERVER: name,
    DB_USER_SERVER: user,
    DB_PASSWORD_SERVER: credential(secret, key),
  };
};

/** The role of the workers as administrator, for images that require one but need no further permissions. */
export const poolAdministrator = (v: Client) => {
  const { user, secret, key } = pool(v);
  return { DB_USER_ADMIN: user, DB_PASSWORD_ADMIN: credential(secret, key) };
};
