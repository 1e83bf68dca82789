import { type Differences, instead, leftOut, onDemand, renamed } from './difference.ts';
import { found, keys } from './names.ts';
import type { Part } from './part.ts';

/** The properties in which the originals of the workers differ. */
export interface OriginalWorker {
  readonly name: string;
  /** Its section of the contract. */
  readonly section: string;
  readonly port: string;
  /** The keys of its own Secret. */
  readonly secret: readonly string[];
  /** Whether its autoscaler and disruption budget are enabled by default or on demand. */
  readonly scaled: 'appliance' | 'autoscaled';
}

/** The variables that the originals of all workers have on the single node. */
export const commonVariables = {
  NODE_ENV: 'production',
  LOG_LEVEL: 'info',
  DB_HOST: 'pgbouncer.msp.svc.cluster.local',
  DB_PORT: '6432',
  DB_NAME_SERVER: 'server',
  DB_USER_SERVER: 'app_user_pgbouncer',
  DB_PASSWORD_SERVER: 'db-credentials/DB_PASSWORD_PGBOUNCER',
  DB_USER_ADMIN: 'postgres',
  DB_PASSWORD_ADMIN: 'db-credentials/DB_PASSWORD_SUPERUSER',
  REDIS_HOST: 'redis.msp.svc.cluster.local',
  REDIS_PORT: '6379',
  REDIS_PASSWORD: 'redis-credentials/REDIS_PASSWORD',
};

/** The objects of a worker and the keys of its Secrets. */
export const objects = ({
  name,
  section,
  port,
  secret,
  scaled,
}: OriginalWorker): readonly Part<'appliance' | 'autoscaled'>[] => [
  found(section, 'deployment.yaml', 'appliance', [
    `Deployment ${name}`,
    `Deployment ${name}, container ${name}`,
    `Deployment ${name}, container ${name}, port ${port}`,
    `Service ${name}`,
    `Service ${name}, port ${port}`,
    `ServiceAccount ${name}`,
    `ConfigMap ${name}`,
  ]),
  found(section, 'hpa.yaml', scaled, [
    `HorizontalPodAutoscaler ${name}`,
    `PodDisruptionBudget ${name}`,
  ]),
  keys('appliance', 'secret.yaml', {
    'db-credentials': ['DB_PASSWORD_PGBOUNCER', 'DB_PASSWORD_SUPERUSER'],
    'redis-credentials': ['REDIS_PASSWORD'],
    [`${name}-secrets`]: secret,
  }),
];

const administrator = 'No worker may be the superuser, whom the pool does not know.';

/** The differences of the common variables. */
export const variableDifferences: Differences<never> = {
  DB_NAME_SERVER: instead(
    'server_transaction',
    'The pool has two names for one database, and this is the one in transaction mode.',
  ),
  DB_USER_ADMIN: instead('app_user_pgbouncer', administrator),
  DB_PASSWORD_ADMIN: instead('db-credentials/DB_PASSWORD_PGBOUNCER', administrator),
};

/** The differences of its objects. `server` maps keys of its own Secret to keys of the server's Secrets that replace them. */
export const objectDifferences = (
  { name, secret, scaled }: OriginalWorker,
  server: Readonly<Record<string, string>>,
): Differences<'autoscaled' | 'everything'> => ({
  [`ConfigMap ${name}`]: leftOut('No pod mounts it.'),
  ...(scaled === 'appliance' && {
    [`HorizontalPodAutoscaler ${name}`]: onDemand('autoscaled', 'One node has no room for more.'),
    [`PodDisruptionBudget ${name}`]: onDemand(
      'autoscaled',
      'A budget of one pod for one pod holds up the node.',
    ),
  }),
  'Secret db-credentials, key DB_PASSWORD_SUPERUSER': leftOut(administrator),
  ...Object.fromEntries(
    secret.map((key) => {
      const theirs = server[key];
      return [
        `Secret ${name}-secrets, key ${key}`,
        theirs === undefined
          ? leftOut('Nothing that is known of server and worker reads it.')
          : renamed(`Secret ${theirs}`, 'A credential of the server is that of the server.'),
      ];
    }),
  ),
});
