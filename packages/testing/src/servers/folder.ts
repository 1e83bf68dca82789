import { execFileSync, spawnSync } from 'node:child_process';
import { statfsSync } from 'node:fs';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/** The user of a server process, as options of `spawn`. */
export interface ServerUser {
  readonly uid?: number;
  readonly gid?: number;
}

/** Postgres and PgBouncer refuse to run as root. If the tests run as root, servers run as `nobody`, otherwise as the user of the tests. */
export const serverUser: ServerUser = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

/** Creates a temporary folder that only the server's user may enter. */
export const makeFolder = async (name: string): Promise<string> => {
  const parents = [...(hasMemory() ? [memory] : []), tmpdir(), '/tmp'];
  const folder = await mkdtemp(join(parents.find(isReachable) ?? tmpdir(), `${name}-`));
  await giveToServer(folder);
  return folder;
};

export const removeFolder = (folder: string): Promise<void> =>
  rm(folder, { recursive: true, force: true, maxRetries: 3 });

/** Writes a file that only the server's user may read, as Postgres requires for a private key. */
export const writePrivate = async (path: string, text: string): Promise<void> => {
  await writeFile(path, text, { mode: 0o600 });
  await giveToServer(path);
};

/** Returns the path, or a copy in the folder if the server's user cannot read the workspace, for instance in root's home. */
export const withinReach = (path: string, folder: string): string => {
  if (isReachable(path)) return path;
  const copy = join(folder, basename(path));
  execFileSync('cp', ['-RP', path, copy]);
  execFileSync('chown', ['-R', `${serverUser.uid}:${serverUser.gid}`, copy]);
  return copy;
};

const memory = '/dev/shm';

/**
 * A new database consists of a thousand files, which are written twice as fast to memory as to a busy disk. In a container /dev/shm often
 * has only 64 MB, which is not enough.
 */
const hasMemory = (): boolean => {
  try {
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize > 2 ** 30;
  } catch {
    return false;
  }
};

const isReachable = (path: string): boolean =>
  serverUser.uid === undefined ||
  spawnSync('test', ['-r', path, '-a', '-x', path], { cwd: '/', ...serverUser }).status === 0;

const giveToServer = async (path: string): Promise<void> => {
  const { uid, gid } = serverUser;
  if (uid !== undefined && gid !== undefined) await chown(path, uid, gid);
};
