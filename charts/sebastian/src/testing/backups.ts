import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { all, type Mounted } from '@helm-charts/testing/charts';
import { makeFolder, type Postgres, removeFolder, serverUser } from '@helm-charts/testing/servers';
import { writeProgram } from '@helm-charts/testing/shell';
import { mount, rendered, secretsWith } from './containers.ts';
import { dump } from './dump.ts';
import { type Appliance, startAppliance } from './fixture.ts';
import { findPsql } from './psql.ts';
import { type Result, type Run, start } from './run.ts';

/** Values of the chart with backups, and with all databases. */
export const withBackups = {
  backup: { enabled: true },
  database: { temporal: { enabled: true } },
};

/** An appliance on the Postgres of the Debian package: pg_dump, which is of that package, too, reads no server that is newer than itself. */
export const startSite = (): Promise<Appliance> =>
  startAppliance({ values: withBackups, programs: findPsql() });

/**
 * All that a backup has to bring back. Two things may differ: the superuser's password has a new salt, and the entries of an access control
 * list have no order.
 */
export const contents = async (superuser: Postgres['superuser']): Promise<string> =>
  (await dump({ superuser }))
    .replace(/("rolname": "postgres"[^}]*"rolpassword": )"[^"]*"/, '$1"…"')
    .replaceAll(/(?<=acl": ?"\{)[^}]*/g, (entries) => entries.split(',').toSorted().join(','));

/** The volume of the backups of an appliance, and the container that makes them. */
export interface Backups extends AsyncDisposable {
  readonly folder: string;
  /** The folder with the volumes of the server: `files` and `tenant-secrets`. */
  readonly folders: string;
  /** Makes a backup. */
  make(otherwise?: Otherwise): Promise<Result>;
  start(otherwise?: Otherwise): Promise<Run>;
  /** The names of all that is on the volume. */
  names(): Promise<readonly string[]>;
  /** The path of a file of the only backup. */
  file(name: string): Promise<string>;
}

/** What differs from the container as it is rendered. */
export interface Otherwise {
  readonly environment?: Readonly<Record<string, string>>;
  /** Folders where programs are found first. */
  readonly path?: readonly string[];
}

export const makeBackups = async (
  { postgres, passwords }: Appliance,
  backup: object = {},
): Promise<Backups> => {
  const root = await makeFolder('backups');
  const values = { ...withBackups, backup: { ...withBackups.backup, ...backup } };
  const cluster = {
    manifests: await rendered(values),
    secrets: secretsWith({ postgres: passwords }),
  };
  const container = await mount('backup', cluster, root);
  const bin = await withoutSync(root);
  const folder = container.path('/backups');
  const begin: Backups['start'] = async ({ environment, path = [] } = {}) =>
    start(
      container,
      {
        ...container.environment,
        DB_HOST: postgres.host,
        DB_PORT: String(postgres.port),
        ...foldersOf(container),
        ...environment,
      },
      { path: [...path, bin, findPsql()], ...serverUser },
    );
  const names = async () => (await readdir(folder)).filter((name) => name !== '.lock').toSorted();
  return {
    folder,
    folders: container.path('/folders'),
    start: begin,
    make: async (otherwise) => (await begin(otherwise)).ended,
    names,
    file: async (name) => join(folder, (await names())[0] ?? '', name),
    [Symbol.asyncDispose]: () => removeFolder(root),
  };
};

/** The folder above the volumes of the server, which is no mount itself. */
export const foldersOf = ({ environment: { FOLDERS_DIR = '' }, path }: Mounted) =>
  FOLDERS_DIR === '' ? {} : { FOLDERS_DIR: path(FOLDERS_DIR) };

/** Gives a folder to the user of the servers. */
export const own = (path: string): void => {
  const { uid, gid } = serverUser;
  if (uid !== undefined) execFileSync('chown', ['-R', `${uid}:${gid}`, path]);
};

/** The whole machine's disks are of no interest here. */
export const withoutSync = async (folder: string): Promise<string> => {
  const bin = join(folder, 'bin');
  await mkdir(bin);
  await writeProgram(join(bin, 'sync'), '#!/bin/sh\n');
  return bin;
};

/** Writes the checksums of a backup again, so that they do not reveal a changed file. */
export const signAgain = async (folder: string): Promise<void> => {
  const sums = execFileSync('sh', ['-c', 'sha256sum $(ls | grep -v SHA256SUMS)'], { cwd: folder });
  await writeFile(join(folder, 'SHA256SUMS'), sums);
};

/** A private key with its certificate, in PEM format. */
export const keyPair = async (folder: string, name: string) => {
  const [key, certificate] = [join(folder, `${name}.key`), join(folder, `${name}.crt`)];
  const options = '-x509 -newkey rsa:2048 -noenc -days 3650 -subj /CN=backup';
  execFileSync('openssl', ['req', ...options.split(' '), '-keyout', key, '-out', certificate], {
    stdio: 'ignore',
  });
  return { key: await readFile(key, 'utf8'), certificate: await readFile(certificate, 'utf8') };
};

/** The scripts of a backup and of its restore, as the chart renders them. */
export const backupScripts = async (): Promise<Readonly<Record<string, string>>> =>
  Object.fromEntries(
    all(await rendered(withBackups), 'ConfigMap')
      .flatMap(({ data = {} }) => Object.entries(data))
      .filter(([name]) => /^(backup|restore-postgres|restore-files)\.sh$/.test(name)),
  );
