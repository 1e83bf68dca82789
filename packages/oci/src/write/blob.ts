import { requestTo, within } from '../read/registry.ts';
import type { Repository } from '../reference/reference.ts';
import type { Client } from '../transport/client.ts';
import type { Exchange } from '../transport/exchange.ts';
import type { BlobSource } from './blob-source.ts';
import { hasBlob } from './has-blob.ts';
import { upload } from './upload.ts';

/** How a blob came into a repository. */
export type BlobPush = 'present' | 'mounted' | 'uploaded';

/**
 * Pushes a blob unless the repository has it. If `from` is another repository of the same registry that has the blob, the registry may take it from there.
 * @throws {RegistryFailure} If the registry does not accept it.
 */
export const pushBlob = async (
  client: Client,
  repository: Repository,
  blob: BlobSource,
  from?: string,
): Promise<BlobPush> => {
  if (await hasBlob(client, repository, blob)) return 'present';
  if (from !== undefined && (await mount(client, repository, blob, from))) return 'mounted';
  await upload(client, repository, blob);
  return 'uploaded';
};

/** A registry that does not take it begins an upload instead, which it forgets after some time. */
const mount = (
  client: Client,
  repository: Repository,
  { digest }: BlobSource,
  from: string,
): Promise<boolean> => {
  const reference = within(repository, { digest });
  const request = requestTo(client, reference, 'blobs/uploads/', 'pull,push');
  const url = new URL(request.url);
  url.searchParams.set('mount', digest);
  url.searchParams.set('from', from);
  const scopes = [...(request.scopes ?? []), `repository:${from}:pull`];
  const exchange: Exchange = { ...request, url, scopes, method: 'POST', expect: [201, 202] };
  return client.exchange(exchange, async ({ status }) => status === 201);
};
