import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Certificate } from '../servers/certificates.ts';
import { launch } from '../servers/launch.ts';
import { missing } from '../servers/missing.ts';
import { freePort } from '../servers/port.ts';
import { findPrograms } from '../servers/programs.ts';
import type { Account } from './guard.ts';

export interface DistributionOptions {
  /** The program; the default is the one that tools/cluster/build.sh builds. Debian's `docker-registry` is an older one. */
  readonly program?: string;
  /** For its files and what is pushed to it. */
  readonly folder: string;
  /** Serves over TLS with it, and over plain HTTP without. */
  readonly certificate?: Certificate;
  /** Asks for the user and password of `distributionAccount`. */
  readonly hasAccount?: boolean;
}

/** The registry of the CNCF. */
export interface Distribution extends AsyncDisposable {
  /** `127.0.0.1:20001`. */
  readonly address: string;
  /** Kills it and starts it again, with the same address and data. */
  readonly restart: () => Promise<void>;
}

/** The account that `hasAccount` asks for. */
export const distributionAccount: Account = { username: 'test', password: 'of-a-test' };

/**
 * Starts the registry of the CNCF.
 * @throws {Failure} With exit code 3 if it is not built.
 */
export const startDistribution = async (options: DistributionOptions): Promise<Distribution> => {
  const command = options.program ?? join(findPrograms('cluster'), 'registry');
  const folder = join(options.folder, 'registry');
  const port = await freePort();
  await mkdir(join(folder, 'data'), { recursive: true });
  const { authority, certificate, key } = options.certificate ?? {};
  const files = {
    authority,
    certificate,
    key,
    htpasswd,
    'registry.yaml': configOf(folder, port, options),
  };
  for (const [name, text] of Object.entries(files))
    if (text !== undefined) await writeFile(join(folder, name), text);
  const start = () =>
    launch({
      command,
      arguments: ['serve', join(folder, 'registry.yaml')],
      folder,
      stopSignal: 'SIGTERM',
      ready: /listening on/,
      user: {},
    });
  let server = await start();
  return {
    address: `127.0.0.1:${port}`,
    restart: async () => {
      await server.stop('SIGKILL');
      server = await start();
    },
    [Symbol.asyncDispose]: async () => {
      await server.stop();
    },
  };
};

/**
 * Finds the registry of Debian, which has no referrers API.
 * @throws {Failure} With exit code 3 if it is missing.
 */
export const findDebianRegistry = (): string => {
  const folders = [...(process.env.PATH ?? '').split(':'), '/usr/bin'];
  const found = folders.map((folder) => join(folder, 'docker-registry')).find(existsSync);
  if (found !== undefined) return found;
  throw missing(
    'docker-registry',
    'There is no docker-registry; run `apt-get install docker-registry`.',
  );
};

/** The registry reads only bcrypt, which Node does not have. */
const htpasswd = 'test:$2a$05$jeTyoiX6MXy3UratxsLomelthKWyUMiqcIjgcnxkIeMyxYmlt.gmi\n';

const configOf = (
  folder: string,
  port: number,
  { certificate, hasAccount = false }: DistributionOptions,
): string =>
  JSON.stringify({
    version: 0.1,
    storage: { filesystem: { rootdirectory: join(folder, 'data') } },
    http: {
      addr: `127.0.0.1:${port}`,
      ...(certificate && {
        tls: { certificate: join(folder, 'certificate'), key: join(folder, 'key') },
      }),
    },
    ...(hasAccount && { auth: { htpasswd: { realm: 'test', path: join(folder, 'htpasswd') } } }),
  });
