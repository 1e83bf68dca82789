import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Mounted } from '@helm-charts/testing/charts';
import {
  launch,
  makeFolder,
  onFreePort,
  postgresPrograms,
  removeFolder,
  serverUser,
  writePrivate,
} from '@helm-charts/testing/servers';
import {
  type Backups,
  foldersOf,
  type Otherwise,
  own,
  withBackups,
  withoutSync,
} from './backups.ts';
import { mount, rendered, secretsWith } from './containers.ts';
import { findPsql } from './psql.ts';
import { type Result, type Run, start } from './run.ts';
import { accepts } from './volume.ts';

/** What the Secret of a restore holds. */
export type RestoreRequest = Partial<Readonly<Record<'backup' | 'id' | 'replace' | 'key', string>>>;

/** The pod of a Postgres on a new node. */
export interface Node extends AsyncDisposable {
  readonly folder: string;
  readonly data: string;
  /** Copies a backup to the node. */
  copy(backups: Backups): Promise<void>;
  /** Runs the init container. */
  restore(request: RestoreRequest, otherwise?: Otherwise): Promise<Result>;
  start(request: RestoreRequest, otherwise?: Otherwise): Promise<Run>;
  /** The folder with the volumes of the server. */
  readonly folders: string;
  /** Starts the init container of the server that restores its files. */
  restoreFiles(request: RestoreRequest, otherwise?: Otherwise): Promise<Run>;
  /** Starts Postgres on the data directory. */
  serve(): Promise<{ readonly port: number } & AsyncDisposable>;
}

/** A node with the Postgres of npm, or with that of the machine. */
export const makeNode = async (
  password: string,
  { newer = false }: { readonly newer?: boolean } = {},
): Promise<Node> => {
  const folder = await makeFolder('node');
  const programs = newer ? postgresPrograms(folder) : findPsql();
  const secrets = secretsWith({ postgres: { DB_PASSWORD_SUPERUSER: password } });
  const cluster = {
    manifests: await rendered(withBackups),
    secrets: { ...secrets, 'alga-core-sebastian-restore': {} },
  };
  const container = await mount('restore-postgres', cluster, folder);
  const server = await mount('restore-files', cluster, folder);
  const bin = await withoutSync(folder);
  const data = container.environment.PGDATA ?? '';
  const begin: Node['start'] = async (request, { environment, path = [] } = {}) => {
    await putRequest(container, request);
    const variables = { ...container.environment, RESTORE_WAIT_SECONDS: '1', ...environment };
    return start(container, variables, {
      path: [...path, bin, programs, findPsql()],
      ...serverUser,
    });
  };
  return {
    folder,
    data,
    folders: server.path('/folders'),
    restoreFiles: async (request, { environment, path = [] } = {}) => {
      await putRequest(server, request);
      const variables = {
        ...server.environment,
        ...foldersOf(server),
        RESTORE_WAIT_SECONDS: '1',
        ...environment,
      };
      return start(server, variables, { path: [...path, bin], ...serverUser });
    },
    copy: async (backups) => {
      await cp(backups.folder, container.path('/backups'), { recursive: true });
      own(container.path('/backups'));
    },
    start: begin,
    restore: async (request, otherwise) => (await begin(request, otherwise)).ended,
    serve: () =>
      onFreePort(async (port) => {
        const { stop } = await launch({
          command: join(programs, 'postgres'),
          arguments: [
            '-D',
            data,
            '-h',
            '127.0.0.1',
            '-p',
            String(port),
            '-k',
            '',
            '-c',
            'fsync=off',
          ],
          folder,
          stopSignal: 'SIGINT',
          ready: accepts,
        });
        return { port, [Symbol.asyncDispose]: async () => void (await stop()) };
      }),
    [Symbol.asyncDispose]: () => removeFolder(folder),
  };
};

/** The kubelet mounts the Secret again for each pod. */
const putRequest = async ({ path }: Mounted, request: RestoreRequest): Promise<void> => {
  const folder = path('/run/secrets/restore');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  own(folder);
  for (const [key, text] of Object.entries(request)) await writePrivate(join(folder, key), text);
};
