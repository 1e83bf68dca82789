import { configMapVolume, memoryEmptyDir, secretVolume } from '@helm-charts/blocks';
import {
  configKey,
  environment,
  type Image,
  image,
  integer,
  object,
  type Printable,
  type Ref,
  type Refs,
  restrictedContainer,
  type Setting,
  string,
  type ValueOf,
} from '@helm-charts/types';
import { pool } from './pool.ts';
import {
  authorityMount,
  authorityPath,
  authorityVolume,
  type PostgresTls,
} from './postgres-tls.ts';

/** Environment variables that `wait-for-bootstrap.sh` reads. */
export interface BootstrapWaitEnvironment<Text = string> {
  /** Host of Postgres, or of PgBouncer in transaction mode. */
  readonly DB_HOST: Text;
  readonly DB_PORT: Text;
  readonly DB_NAME_SERVER: Text;
  readonly DB_USER_SERVER: Text;
  /** Path of the file with the password of the role. */
  readonly DB_PASSWORD_FILE: Text;
  /** File with the CA certificate of Postgres. If it exists, the certificate of Postgres is verified. */
  readonly DB_CA_FILE?: Text;
  /** Hash of the bootstrap to wait for. */
  readonly BOOTSTRAP_HASH: Text;
  readonly BOOTSTRAP_WAIT_TIMEOUT_SECONDS: Text;
  readonly BOOTSTRAP_WAIT_RETRY_SECONDS: Text;
}

/** Options of the init container wait-for-bootstrap. */
export interface BootstrapWait {
  /** Image with a shell and psql. */
  readonly image: Ref<Image>;
  /** ConfigMap with the script. */
  readonly configMap: string | Ref<string>;
  readonly hash: Setting;
  readonly database: {
    readonly host: Printable;
    readonly port: Printable;
    readonly name: Printable;
    readonly user: Printable;
    readonly secret: Ref<string>;
    readonly key: Ref<string>;
    /** TLS, for a connection to Postgres without a pooler. */
    readonly tls?: PostgresTls;
  };
  readonly waitSeconds: Ref<number>;
}

const passwords = '/run/secrets/db';

/** The init container that waits until the bootstrap is complete, and its volumes. It does not need the superuser. */
export const waitForBootstrap = ({
  image,
  configMap,
  hash,
  database,
  waitSeconds,
}: BootstrapWait) => ({
  container: restrictedContainer({
    name: 'wait-for-bootstrap',
    image,
    command: ['/bin/sh', '/bootstrap/wait-for-bootstrap.sh'],
    env: environment({
      DB_HOST: database.host,
      DB_PORT: database.port,
      DB_NAME_SERVER: database.name,
      DB_USER_SERVER: database.user,
      DB_PASSWORD_FILE: `${passwords}/DB_PASSWORD_SERVER`,
      ...(database.tls && { DB_CA_FILE: authorityPath(database.tls) }),
      BOOTSTRAP_HASH: hash,
      BOOTSTRAP_WAIT_TIMEOUT_SECONDS: waitSeconds,
      BOOTSTRAP_WAIT_RETRY_SECONDS: '2',
    } satisfies BootstrapWaitEnvironment<Setting>),
    resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '128Mi' } },
    volumeMounts: [
      { name: 'scripts', mountPath: '/bootstrap', readOnly: true },
      { name: 'database-password', mountPath: passwords, readOnly: true },
      ...(database.tls ? [authorityMount(database.tls)] : []),
      { name: 'wait-for-bootstrap', mountPath: '/tmp' },
    ],
  }),
  volumes: [
    configMapVolume('scripts', configMap, ['wait-for-bootstrap.sh']),
    secretVolume('database-password', database.secret, { DB_PASSWORD_SERVER: database.key }),
    ...(database.tls ? [authorityVolume(database.tls)] : []),
    memoryEmptyDir('wait-for-bootstrap', '1Mi'),
  ],
});

/** Key of the ConfigMap of the bootstrap with its hash. */
export const hashKey = 'hash';

const waitSeconds = integer(
  'Seconds that the init container waits. Then it fails, and the kubelet restarts it.',
  {
    default: 3600,
    minimum: 1,
  },
);

/** Values of wait-for-bootstrap in the chart that runs the bootstrap. */
export const ownBootstrapWait = object(
  'Init container that waits for the bootstrap of the release.',
  {
    waitSeconds,
  },
);

/** Values of wait-for-bootstrap in a worker, which waits for the bootstrap of the server. */
export const serverBootstrapWait = object(
  'Init container that waits for the bootstrap of the server.',
  {
    image: image(
      'Image with a shell and psql. The default is the image of Postgres, which the node already has.',
      {
        repository: 'pgvector/pgvector',
        tag: '0.8.1-pg17',
      },
    ),
    configMap: string(
      'Name of the ConfigMap with the script and the hash of the bootstrap. The chart of the server creates it.',
      {
        default: 'alga-core-sebastian-appliance-bootstrap',
        minLength: 1,
      },
    ),
    waitSeconds,
  },
);

type Worker = Parameters<typeof pool>[0] & {
  readonly gate: Refs<ValueOf<typeof serverBootstrapWait>>;
};

/** The init container wait-for-bootstrap of a worker. It reads the hash from the ConfigMap of the server when the pod starts. */
export const waitForServer = (v: Worker) =>
  waitForBootstrap({
    image: v.gate.image,
    configMap: v.gate.configMap,
    hash: configKey(v.gate.configMap, hashKey),
    database: pool(v),
    waitSeconds: v.gate.waitSeconds,
  });
