import { resolve } from 'node:path';
import { memoize } from '@helm-charts/engine';
import {
  type Client,
  type ClientOptions,
  findCredentialIn,
  findRepository,
  openClient,
  RegistryFailure,
} from '@helm-charts/oci';
import { type ConnectionOptions, clientOptions } from '../connection.ts';

/** Connections to all sources of one run. */
export interface Connections extends AsyncDisposable {
  /** The client for registries. */
  readonly registry: (isInsecure: boolean) => Promise<Client>;
  /** The client for a Helm repository, with what `helm repo add` has stored for its URL. */
  readonly repository: (url: string) => Promise<Client>;
  /** Does work with a host. A host that could not be reached once is not asked again. */
  readonly using: <T>(host: string, work: () => Promise<T>) => Promise<T>;
}

export const openConnections = (options: ConnectionOptions): Connections => {
  const opened: Promise<Client>[] = [];
  const unreachable = new Map<string, RegistryFailure>();
  const open = (more: ClientOptions): Promise<Client> => {
    const client = openClient({ ...clientOptions(options), ...more });
    opened.push(client);
    return client;
  };
  return {
    registry: memoize((isInsecure: boolean) => open(isInsecure ? { plainHttp: true } : {})),
    repository: memoize(async (url: string) => {
      const known = await findRepository(url);
      const { authorityFile } = options;
      const file = authorityFile ?? known?.authorityFile;
      const others = findCredentialIn(process.env);
      const { host } = new URL(url);
      return open({
        ...(file !== undefined && { authorityFile: resolve(file) }),
        findCredential: async (asked, path) =>
          (asked === host ? known?.credential : undefined) ?? others(asked, path),
      });
    }),
    using: async (host, work) => {
      const failed = unreachable.get(host);
      if (failed !== undefined) throw failed;
      try {
        return await work();
      } catch (error) {
        if (error instanceof RegistryFailure && ofHost.has(error.problem.kind))
          unreachable.set(host, error);
        throw error;
      }
    },
    [Symbol.asyncDispose]: async () => {
      const clients = await Promise.allSettled(opened);
      for (const client of clients)
        if (client.status === 'fulfilled') await client.value[Symbol.asyncDispose]();
    },
  };
};

/** Problems that every request to a host has. */
const ofHost: ReadonlySet<string> = new Set(['unreachable', 'untrusted']);
