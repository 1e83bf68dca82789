import { environment, restrictedContainer, type Setting } from '@helm-charts/types';
import { postgres } from './address.ts';
import { scripts } from './bootstrap.ts';
import { bootstrapHash } from './environment/bootstrap.ts';
import type { GateEnvironment } from './scripts/environment.ts';
import type { Values } from './values.ts';
import { memory } from './volume.ts';

const passwords = '/run/secrets/db';

/** The init container that holds a pod back until the bootstrap of its own release is complete. It knows nothing of the superuser. */
export const waitForBootstrap = (v: Values) => {
  const { host, port } = postgres(v);
  return restrictedContainer({
    name: 'wait-for-bootstrap',
    image: v.server.image,
    command: ['/bin/sh', '/bootstrap/wait-for-bootstrap.sh'],
    env: environment({
      DB_HOST: host,
      DB_PORT: port,
      DB_NAME_SERVER: v.database.server.name,
      DB_USER_SERVER: v.database.server.user,
      DB_PASSWORD_FILE: `${passwords}/DB_PASSWORD_SERVER`,
      BOOTSTRAP_HASH: bootstrapHash(v),
      BOOTSTRAP_WAIT_TIMEOUT_SECONDS: v.gate.waitSeconds,
      BOOTSTRAP_WAIT_RETRY_SECONDS: '2',
    } satisfies GateEnvironment<Setting>),
    resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '128Mi' } },
    volumeMounts: [
      { name: 'scripts', mountPath: '/bootstrap', readOnly: true },
      { name: 'database-password', mountPath: passwords, readOnly: true },
      { name: 'wait-for-bootstrap', mountPath: '/tmp' },
    ],
  });
};

/** What the init container mounts. */
export const gateVolumes = ({ database: { credentials } }: Values) => [
  {
    name: 'scripts',
    configMap: {
      name: scripts.name,
      items: [{ key: 'wait-for-bootstrap.sh', path: 'wait-for-bootstrap.sh' }],
    },
  },
  {
    name: 'database-password',
    secret: {
      secretName: credentials.existingSecret,
      defaultMode: 0o440,
      items: [{ key: credentials.keys.server, path: 'DB_PASSWORD_SERVER' }],
    },
  },
  memory('wait-for-bootstrap', '1Mi'),
];
