import { authorityPath, peerServiceHost } from '@helm-charts/alga';
import { credential, ifSet, not, when } from '@helm-charts/types';
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
  DB_CA_FILE: authorityPath(v.database.tls),
});

/** The CA certificate as a variable of the server, whose configuration can read variables, but no files. */
export const authorityVariable = ({ database: { tls } }: Values) =>
  ifSet(tls.certificateAuthority, ({ existingSecret, key }) => ({
    name: 'DB_CA',
    valueFrom: {
      secretKeyRef: { name: existingSecret, key, optional: when(not(tls.required), true) },
    },
  }));
