import { peerServiceHost } from '@helm-charts/alga';
import { credential } from '@helm-charts/types';
import type { Values } from './values.ts';

/** Address of Postgres. */
export const postgres = (v: Values) => ({
  host: peerServiceHost('postgresHost', v, v.database.host, 'db'),
  port: v.database.port,
});

export const password = ({ database: { credentials } }: Values) =>
  credential(credentials.existingSecret, credentials.keys.password);

/** Environment variables of psql (libpq docs, Environment Variables). */
export const libpq = (v: Values) => ({
  PGHOST: postgres(v).host,
  PGPORT: postgres(v).port,
  PGUSER: v.database.user,
  PGPASSWORD: password(v),
  DB_NAME: v.database.name,
});
