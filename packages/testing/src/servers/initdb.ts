import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { Certificate } from './certificates.ts';
import { makeFolder, removeFolder, serverUser, writePrivate } from './folder.ts';
import { launch } from './launch.ts';

/** The certificate and key of a server. */
export type Tls = Pick<Certificate, 'certificate' | 'key'>;

/** A new data directory of Postgres. */
export interface Initialized {
  readonly dataDirectory: string;
  readonly superuserPassword: string;
}

/** Creates a data directory of Postgres in a folder. All data directories of a Postgres in this process have the same password. */
export const initialize = async (
  programs: string,
  folder: string,
  tls: Tls | undefined,
): Promise<Initialized> => {
  const first = made.get(programs) ?? make(programs);
  made.set(programs, first);
  const { archive, superuserPassword } = await first;
  await tar(['-x', '-C', folder], archive);
  const dataDirectory = join(folder, 'data');
  await writePrivate(join(dataDirectory, 'pg_hba.conf'), rules(tls ? 'hostssl' : 'host'));
  if (tls !== undefined) {
    await writePrivate(join(dataDirectory, 'server.crt'), tls.certificate);
    await writePrivate(join(dataDirectory, 'server.key'), tls.key);
  }
  return { dataDirectory, superuserPassword };
};

/**
 * An archive of the data directory that `initdb` creates. Running `initdb` takes ten times as long as extracting it. The archive is in
 * memory, so nothing remains when this process ends.
 */
interface Made {
  readonly archive: Buffer;
  readonly superuserPassword: string;
}

const made = new Map<string, Promise<Made>>();

const make = async (programs: string): Promise<Made> => {
  const folder = await makeFolder('initdb');
  try {
    const superuserPassword = randomBytes(16).toString('hex');
    const passwordFile = join(folder, 'password');
    await writePrivate(passwordFile, superuserPassword);
    const options =
      '--username=postgres --auth=scram-sha-256 --encoding=UTF8 --no-locale --no-sync';
    const initdb = await launch({
      command: join(programs, 'initdb'),
      arguments: [
        ...options.split(' '),
        `--pgdata=${join(folder, 'data')}`,
        `--pwfile=${passwordFile}`,
      ],
      folder,
      stopSignal: 'SIGTERM',
      ready: /^Success/,
    });
    await initdb.exited;
    await rm(passwordFile);
    return { archive: await tar(['-c', '-C', folder, 'data']), superuserPassword };
  } finally {
    await removeFolder(folder);
  }
};

/** Run by the server's user, so that this user owns the files. */
const tar = async (args: readonly string[], input?: Buffer): Promise<Buffer> => {
  const child = spawn('tar', args, {
    cwd: '/',
    stdio: ['pipe', 'pipe', 'inherit'],
    ...serverUser,
  });
  child.stdin.on('error', () => {}).end(input);
  const [output, [code]] = await Promise.all([buffer(child.stdout), once(child, 'close')]);
  if (code !== 0) throw new Error(`tar ${args.join(' ')} ended with ${code}`);
  return output;
};

/** Replaces the pg_hba.conf of `initdb`, which has entries for sockets and addresses that the server does not use. */
const rules = (connection: 'host' | 'hostssl'): string =>
  ['all', 'replication']
    .map((database) => `${connection} ${database} all 127.0.0.1/32 scram-sha-256\n`)
    .join('');
