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

/** What `wait-for-bootstrap.sh` reads from its environment. */
export interface BootstrapWaitEnvironment<Text = string> {
  /** Postgres itself or the pool in transaction mode. */
  readonly DB_HOST: Text;
  readonly DB_PORT: Text;
  readonly DB_NAME_SERVER: Text;
  readonly DB_USER_SERVER: Text;
  /** The file with the password of that role. */
  readonly DB_PASSWORD_FILE: Text;
  /** The bootstrap whose marker is waited for. */
  readonly BOOTSTRAP_HASH: Text;
  readonly BOOTSTRAP_WAIT_TIMEOUT_SECONDS: Text;
  readonly BOOTSTRAP_WAIT_RETRY_SECONDS: Text;
}

/** What a pod waits for, and how it asks. */
export interface BootstrapWait {
  /** An image with a shell and psql. */
  readonly image: Ref<Image>;
  /** The ConfigMap with the script. */
  readonly configMap: string | Ref<string>;
  readonly hash: Setting;
  readonly database: {
    readonly host: Printable;
    readonly port: Printable;
    readonly name: Printable;
    readonly user: Printable;
    readonly secret: Ref<string>;
    readonly key: Ref<string>;
  };
  readonly waitSeconds: Ref<number>;
}

const passwords = '/run/secrets/db';

/** Holds a pod back until the bootstrap is complete: an init container, and the volumes it mounts. It knows nothing of the superuser. */
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
      BOOTSTRAP_HASH: hash,
      BOOTSTRAP_WAIT_TIMEOUT_SECONDS: waitSeconds,
      BOOTSTRAP_WAIT_RETRY_SECONDS: '2',
    } satisfies BootstrapWaitEnvironment<Setting>),
    resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '128Mi' } },
    volumeMounts: [
      { name: 'scripts', mountPath: '/bootstrap', readOnly: true },
      { name: 'database-password', mountPath: passwords, readOnly: true },
      { name: 'wait-for-bootstrap', mountPath: '/tmp' },
    ],
  }),
  volumes: [
    configMapVolume('scripts', configMap, ['wait-for-bootstrap.sh']),
    secretVolume('database-password', database.secret, { DB_PASSWORD_SERVER: database.key }),
    memoryEmptyDir('wait-for-bootstrap', '1Mi'),
  ],
});

/** The key of the bootstrap's ConfigMap under which its hash stands. */
export const hashKey = 'hash';

const waitSeconds = integer('Seconds until the init container fails and is restarted.', {
  default: 3600,
  minimum: 1,
});

/** The values of the wait in the chart whose bootstrap it is. */
export const ownBootstrapWait = object(
  'Init container that waits for the bootstrap of the release.',
  {
    waitSeconds,
  },
);

/** The values of the wait of a worker, for the bootstrap of the server. */
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
      'Name of the ConfigMap of the server with the script and the hash of the bootstrap.',
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

/** The wait of a worker. What it waits for is what the server's release says at that moment, so that it never guesses. */
export const waitForServer = (v: Worker) =>
  waitForBootstrap({
    image: v.gate.image,
    configMap: v.gate.configMap,
    hash: configKey(v.gate.configMap, hashKey),
    database: pool(v),
    waitSeconds: v.gate.waitSeconds,
  });
