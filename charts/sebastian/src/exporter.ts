import { exporter, exporterMount, exporterUser, exporterVolume } from '@helm-charts/alga';
import {
  type Container,
  environment,
  type Image,
  type Ref,
  restrictedContainer,
} from '@helm-charts/types';

type Resources = NonNullable<Container['resources']>;

interface RoleOf {
  readonly image: Ref<Image>;
  /** Settings of Postgres. */
  readonly args: NonNullable<Container['args']>;
  /** Data directory. */
  readonly data: string;
  readonly resources: Resources;
}

/** The init container that writes the role of the exporter, at every start: a restored backup may have no such role. */
export const exporterRole = ({ image, args, data, resources }: RoleOf) =>
  restrictedContainer({
    name: 'exporter-role',
    image,
    command: ['/bin/sh', '/scripts/exporter-role.sh'],
    args,
    env: environment({ PGDATA: data }),
    terminationMessagePolicy: 'FallbackToLogsOnError',
    resources,
    volumeMounts: [
      { name: 'data', mountPath: '/data' },
      { name: 'scripts', mountPath: '/scripts', readOnly: true },
      { name: exporterVolume.name, mountPath: exporterMount },
      { name: 'tmp', mountPath: '/tmp' },
      { name: 'shared-memory', mountPath: '/dev/shm' },
    ],
  });

/** The exporter of Postgres. The database `postgres` has no tables of the application, and so no statistics of tables. */
export const postgresExporter = (image: Ref<Image>, resources: Resources) =>
  exporter({
    name: 'postgres-exporter',
    image,
    port: 9187,
    args: [
      '--collector.long_running_transactions',
      '--collector.database_wraparound',
      '--no-collector.stat_user_tables',
      '--no-collector.statio_user_tables',
    ],
    env: environment({
      // Inside the pod: Postgres accepts connections without TLS, also where it has a certificate.
      DATA_SOURCE_URI: '127.0.0.1:5432/postgres?sslmode=disable',
      DATA_SOURCE_USER: exporterUser,
      DATA_SOURCE_PASS_FILE: `${exporterMount}/password`,
    }),
    resources,
  });
