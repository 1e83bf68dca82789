import {
  type Connection,
  connect,
  type Pgbouncer,
  startPgbouncer,
} from '@helm-charts/testing/servers';
import type { Manifest } from '@helm-charts/types';
import type { Database, Role } from './database.ts';
import { type StartedPod, startPod } from './pod.ts';

/** A pod of the pooler that serves. */
export interface Pool extends AsyncDisposable {
  readonly database: Database;
  readonly pod: StartedPod;
  readonly pgbouncer: Pgbouncer;
  /** Logs in as a role of the appliance, unless told otherwise to its own pool with its own password. */
  connect(role: Role, otherwise?: Partial<Login>): Promise<Connection>;
}

export interface Login {
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** Runs a pod in front of a Postgres, whose authority the pod is told if there is one. */
export const startPool = async (
  manifests: readonly Manifest[],
  database: Database,
  authority = '',
): Promise<Pool> => {
  const { postgres, passwords } = database;
  const pod = await startPod(manifests, {
    // The Secret of the appliance holds the superuser's password, too.
    'db-credentials': {
      DB_PASSWORD_SERVER: passwords.app_user,
      DB_PASSWORD_PGBOUNCER: passwords.app_user_pgbouncer,
      DB_PASSWORD_SUPERUSER: postgres.superuserPassword,
    },
    'pool-credentials': { server: passwords.app_user, worker: passwords.app_user_pgbouncer },
    'postgres-ca': { 'ca.crt': authority, ca: authority },
    ...(authority !== '' && { 'db-tls': { 'ca.crt': authority } }),
  });
  try {
    const config = await pod.read('/etc/pgbouncer/pgbouncer.ini');
    // The rest of each line stays: a whole database of `startPgbouncer` would take its pool's mode and size away.
    const address = `host=${postgres.host} port=${postgres.port}`;
    const pgbouncer = await startPgbouncer({
      config: config.replaceAll(/host=\S+ port=\d+/g, address),
    });
    const { host, port } = pgbouncer;
    return {
      database,
      pod,
      pgbouncer,
      connect: (role, otherwise) =>
        connect({
          host,
          port,
          user: role,
          password: passwords[role],
          database: pools[role],
          ...otherwise,
        }),
      [Symbol.asyncDispose]: async () => {
        await pgbouncer.stop();
        await pod[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await pod[Symbol.asyncDispose]();
    throw error;
  }
};

/** What the appliance's server and its workers are configured with. */
const pools: Readonly<Record<Role, string>> = {
  app_user: 'server',
  app_user_pgbouncer: 'server_transaction',
};
