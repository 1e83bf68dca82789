import type { Descriptor } from '../reference/digest.ts';
import type { Repository } from '../reference/reference.ts';
import type { Client } from '../transport/client.ts';
import { type Download, downloadTo, receive } from './download.ts';
import { requestTo, within } from './registry.ts';

/**
 * Streams a blob into a file and checks its size and digest. After a cut it continues where it was. The file exists only when it is complete.
 * @throws {RegistryFailure} Also if the content has another size or digest.
 */
export const downloadBlob = async (
  client: Client,
  repository: Repository,
  descriptor: Pick<Descriptor, 'digest' | 'size'>,
  file: string,
): Promise<void> => {
  await downloadTo(client, blobOf(client, repository, descriptor), file);
};

/**
 * Streams a blob, chunk by chunk, to a function. The blob is checked only at the end.
 * @throws {RegistryFailure} Also if the content has another size or digest.
 */
export const streamBlob = async (
  client: Client,
  repository: Repository,
  descriptor: Pick<Descriptor, 'digest' | 'size'>,
  write: (chunk: Buffer) => Promise<void> | void,
): Promise<void> => {
  await receive(client, blobOf(client, repository, descriptor), write);
};

const blobOf = (
  client: Client,
  repository: Repository,
  { digest, size }: Pick<Descriptor, 'digest' | 'size'>,
): Download => ({
  ...requestTo(client, within(repository, { digest }), `blobs/${digest}`),
  digest,
  size,
});
