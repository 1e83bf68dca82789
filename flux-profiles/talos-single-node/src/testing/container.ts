import {
  chmod,
  chown,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { foldersOf } from '@helm-charts/chart-sebastian/testing/backups';
import { knexfileOf, project, writeProject } from '@helm-charts/chart-sebastian/testing/project';
import { findPsql } from '@helm-charts/chart-sebastian/testing/psql';
import { start } from '@helm-charts/chart-sebastian/testing/run';
import { accepts } from '@helm-charts/chart-sebastian/testing/volume';
import { type Mounted, mountContainer } from '@helm-charts/testing/charts';
import type { Cluster, ClusterObject } from '@helm-charts/testing/cluster';
import { launch, onFreePort, serverUser } from '@helm-charts/testing/servers';
import { writeProgram } from '@helm-charts/testing/shell';
import type { Manifest } from '@helm-charts/types';
import type { IContainer, IPodSpec } from 'kubernetes-models/v1';

/** The disk of a node, with the claims of its pods. */
export interface NodeDisk {
  readonly cluster: Cluster;
  readonly folder: string;
  readonly say: (line: string) => void;
  /** The folder of a claim. */
  readonly claim: (name: string) => Promise<string>;
  /** Copies a folder to a claim, as `kubectl cp` does: the files then belong to the user of the container. */
  readonly copy: (folder: string, claim: string) => Promise<void>;
  /** The port of Postgres, as soon as it accepts connections. */
  port: number | undefined;
}

export const makeDisk = (
  cluster: Cluster,
  folder: string,
  say: (line: string) => void,
): NodeDisk => {
  const claim = async (name: string): Promise<string> => {
    const path = join(folder, 'claims', name);
    await mkdir(path, { recursive: true });
    await chownToServer(path);
    return path;
  };
  return {
    cluster,
    folder,
    say,
    port: undefined,
    claim,
    copy: async (from, name) => {
      const to = join(await claim(name), basename(from));
      await cp(from, to, { recursive: true });
      for (const entry of ['', ...(await readdir(to))]) await chownToServer(join(to, entry));
    },
  };
};

export interface End {
  readonly exitCode: number;
  /** The termination message. */
  readonly message: string;
}

type Pod = ClusterObject & { readonly spec: IPodSpec };

/** The containers that are run; others end at once. */
const real: readonly string[] = [
  'bootstrap',
  'backup',
  'upload-backup',
  'download-backup',
  'restore-postgres',
  'initialize-postgres',
  'restore-files',
];

/** Runs a container until it ends by itself, or is killed when the signal is aborted. */
export const runToEnd = async (
  disk: NodeDisk,
  pod: Pod,
  container: IContainer,
  signal: AbortSignal,
): Promise<End> => {
  if (!real.includes(container.name)) return { exitCode: 0, message: '' };
  const { mounted, message, bin } = await prepare(disk, pod, container);
  const isBootstrap = container.name === 'bootstrap';
  const connects = mounted.environment.DB_HOST !== undefined;
  while (connects && disk.port === undefined && !signal.aborted) await sleep(200);
  const environment = {
    ...mounted.environment,
    ...foldersOf(mounted),
    ...(isBootstrap && (await imageOf(disk))),
    // The certificate of Postgres is for its name in the cluster, which nobody knows here: connections are encrypted and not verified.
    ...(connects && { DB_HOST: '127.0.0.1', DB_PORT: String(disk.port), DB_CA_FILE: '' }),
  };
  const run = start(mounted, environment, {
    path: [bin, findPsql()],
    ...(isBootstrap ? {} : serverUser),
  });
  const kill = (): void => run.kill();
  signal.addEventListener('abort', kill);
  if (signal.aborted) kill();
  const { code, lines } = await run.ended;
  signal.removeEventListener('abort', kill);
  for (const line of lines) disk.say(`${container.name}: ${line}`);
  const left = await readFile(message, 'utf8');
  return {
    exitCode: code ?? 137,
    message: left === '' && code !== 0 ? lines.slice(-5).join('\n') : left,
  };
};

/** A container that serves. */
export interface Serving extends AsyncDisposable {
  /** Waits until the signal is aborted. */
  readonly until: (signal: AbortSignal) => Promise<void>;
}

/** A container that is not run. */
export const idle: Serving = {
  until: (signal) =>
    new Promise((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener('abort', () => resolve());
    }),
  [Symbol.asyncDispose]: async () => {},
};

/** Starts the container of Postgres, and waits until it accepts connections. */
export const serve = async (disk: NodeDisk, pod: Pod, container: IContainer): Promise<Serving> => {
  const { mounted } = await prepare(disk, pod, container);
  const { TLS_DIR } = mounted.environment;
  // The user of Postgres owns it here, as root does in a pod, so that Postgres wants it to be readable for this user alone.
  if (TLS_DIR !== undefined) await chmod(join(TLS_DIR, 'tls.key'), 0o400);
  const [program = '', ...args] = mounted.command;
  const server = await onFreePort(async (port) => {
    const here = ['-h', '127.0.0.1', '-p', String(port), '-k', '', '-c', 'fsync=off'];
    const launched = await launch({
      command: program,
      arguments: [...args, ...here],
      folder: mounted.path('/'),
      environment: { ...mounted.environment, PATH: [findPsql(), process.env.PATH].join(':') },
      stopSignal: 'SIGINT',
      ready: accepts,
    });
    disk.port = port;
    return launched;
  });
  return {
    ...idle,
    [Symbol.asyncDispose]: async () => {
      disk.port = undefined;
      await server.stop();
    },
  };
};

/** Mounts what a container of a pod has: the ConfigMaps and Secrets of the cluster, and the claims of the node. */
const prepare = async (disk: NodeDisk, { metadata, spec }: Pod, container: IContainer) => {
  const pods = join(disk.folder, 'pods');
  await mkdir(pods, { recursive: true, mode: 0o755 });
  const root = await mkdtemp(join(pods, `${metadata.name}-`));
  await chownToServer(root);
  const message = join(root, 'termination-log');
  await writeFile(message, '', { mode: 0o666 });
  await chownToServer(message);
  const [configMaps, secrets] = await Promise.all([
    disk.cluster.list('configmaps', 'msp'),
    disk.cluster.list('secrets', 'msp'),
  ]);
  for (const { name, mountPath } of container.volumeMounts ?? []) {
    const claim = spec.volumes?.find((volume) => volume.name === name)?.persistentVolumeClaim;
    if (claim === undefined) continue;
    const folder = await disk.claim(claim.claimName);
    await mkdir(dirname(join(root, mountPath)), { recursive: true });
    await symlink(folder, join(root, mountPath));
  }
  const mounted: Mounted = await mountContainer(
    spec,
    container,
    {
      // Where the kubelet reads the termination message, on this machine.
      manifests: configMaps.map(
        (object) =>
          JSON.parse(
            JSON.stringify(object).replaceAll('/dev/termination-log', message),
          ) as Manifest,
      ),
      secrets: Object.fromEntries(secrets.map((secret) => [secret.metadata.name, decode(secret)])),
    },
    root,
  );
  const bin = join(root, 'bin');
  await mkdir(bin);
  // The disks of the whole machine are of no interest here.
  await writeProgram(join(bin, 'sync'), '#!/bin/sh\n');
  return { mounted, message, bin };
};

const decode = ({ data }: ClusterObject): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries((data ?? {}) as Readonly<Record<string, string>>).map(([key, value]) => [
      key,
      Buffer.from(value, 'base64').toString(),
    ]),
  );

/** What the image of the server has: the small application of the tests of the chart. */
const imageOf = async ({ folder }: NodeDisk) => {
  const image = await mkdtemp(join(folder, 'image-'));
  await writeProject(image, project);
  return {
    KNEXFILE: knexfileOf(image),
    SEEDS_DIR: join(image, 'seeds'),
    // The Postgres of this machine has no pgvector.
    DB_EXTENSIONS: '',
    BOOTSTRAP_WAIT_RETRY_SECONDS: '0.5',
  };
};

const chownToServer = async (path: string): Promise<void> => {
  const { uid, gid } = serverUser;
  if (uid !== undefined && gid !== undefined) await chown(path, uid, gid);
};
