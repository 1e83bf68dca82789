import type { Loopback } from '@helm-charts/testing/registries';
import { RegistryFailure, type RegistryProblem } from '../problem.ts';
import { type Client, type ClientOptions, openClient } from '../transport/client.ts';
import { bytesBlob, descriptorOf } from '../write/blob-source.ts';
import { manifestSource } from '../write/manifest.ts';
import type { Artifact } from '../write/push.ts';

/** A client of a server on loopback, which waits only briefly and knows no credentials of this machine. */
export const quickClient = ({ limits, ...options }: ClientOptions = {}): Promise<Client> =>
  openClient({
    plainHttp: true,
    environment: nowhere,
    limits: { retryDelay: 2, chunk: 64 * 2 ** 10, ...limits },
    ...options,
  });

/** An environment without credentials and proxies. */
export const nowhere = { HOME: '/nonexistent', PATH: process.env.PATH };

/** A repository of a server. */
export const repositoryOn = ({ address: host }: Loopback, repository = 'charts/web') => ({
  host,
  repository,
});

/** The problem with which work fails, with HOST in place of the addresses of servers. */
export const problemIn = async (work: Promise<unknown>): Promise<RegistryProblem> => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof RegistryFailure))
    throw new Error('no failure of a registry', { cause: error });
  return error.problem;
};

/** Kind, message and fix of a problem in one line. */
export const said = ({ kind, message, fix }: RegistryProblem): string =>
  `${kind}: ${message}; ${fix}`.replaceAll(/127\.0\.0\.1:\d+/g, 'HOST');

/** Bytes that no compression makes smaller, the same each time. */
export const bytesOf = (size: number): Buffer => {
  const bytes = Buffer.alloc(size);
  for (let at = 0, state = 1; at < size; at++) {
    state = (state * 48271) % 2147483647;
    bytes[at] = state;
  }
  return bytes;
};

/** An artifact of one layer. */
export const artifactOf = (content: Uint8Array | string): Artifact => {
  const [config, layer] = [bytesBlob('{}'), bytesBlob(content)];
  return {
    manifest: manifestSource({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: descriptorOf(config, 'application/vnd.oci.empty.v1+json'),
      layers: [descriptorOf(layer, 'application/octet-stream')],
    }),
    blobs: [config, layer],
  };
};
