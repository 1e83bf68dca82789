import {
  type Client,
  type Descriptor,
  printReference,
  RegistryFailure,
  type Repository,
  streamBlob,
} from '@helm-charts/oci';

/** Reads a small blob, and checks its digest. */
export const readBlob = async (
  client: Client,
  { host, repository }: Repository,
  { digest, size }: Descriptor,
): Promise<Buffer> => {
  if (size > largest)
    throw new RegistryFailure({
      kind: 'broken',
      target: printReference({ host, repository, digest }),
      host,
      message: `it has ${size} bytes, and no signature or attestation is that large`,
      fix: 'find out who pushed it',
    });
  const chunks: Buffer[] = [];
  await streamBlob(client, { host, repository }, { digest, size }, (chunk) => {
    chunks.push(chunk);
  });
  return Buffer.concat(chunks);
};

const largest = 32 * 2 ** 20;
