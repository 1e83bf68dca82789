import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Certificate } from './certificates.ts';
import { writePrivate } from './folder.ts';
import { launch } from './launch.ts';

/** What a server shows its clients. */
export type Tls = Pick<Certificate, 'certificate' | 'key'>;

/** Makes the data directory of a Postgres whose superuser has the password, and returns its path. */
export const initialize = async (
  programs: string,
  folder: string,
  password: string,
  tls: Tls | undefined,
): Promise<string> => {
  const dataDirectory = join(folder, 'data');
  const passwordFile = join(folder, 'password');
  await writePrivate(passwordFile, password);
  const options = '--username=postgres --auth=scram-sha-256 --encoding=UTF8 --no-locale --no-sync';
  const initdb = await launch({
    command: join(programs, 'initdb'),
    arguments: [...options.split(' '), `--pgdata=${dataDirectory}`, `--pwfile=${passwordFile}`],
    folder,
    stopSignal: 'SIGTERM',
    ready: /^Success/,
  });
  await initdb.exited;
  await rm(passwordFile);

  await writePrivate(join(dataDirectory, 'pg_hba.conf'), rules(tls ? 'hostssl' : 'host'));
  if (tls !== undefined) {
    await writePrivate(join(dataDirectory, 'server.crt'), tls.certificate);
    await writePrivate(join(dataDirectory, 'server.key'), tls.key);
  }
  return dataDirectory;
};

/** In place of what `initdb` writes, which knows sockets and addresses that the server does not serve. */
const rules = (connection: 'host' | 'hostssl'): string =>
  ['all', 'replication']
    .map((database) => `${connection} ${database} all 127.0.0.1/32 scram-sha-256\n`)
    .join('');
