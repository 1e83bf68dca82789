import { requestTo, within } from '../read/registry.ts';
import type { Repository } from '../reference/reference.ts';
import type { Client } from '../transport/client.ts';
import type { Try } from '../transport/retry.ts';
import type { BlobSource } from './blob-source.ts';
import { hasBlob } from './has-blob.ts';
import {
  beginSession,
  finishSession,
  forgotten,
  resumeSession,
  type Session,
  sendChunk,
} from './session.ts';

/**
 * Uploads a blob: a small one with one request, a large one in chunks. After a cut it continues where the registry is; if the registry has
 * forgotten the upload, it begins again.
 */
export const upload = async (
  client: Client,
  repository: Repository,
  blob: BlobSource,
): Promise<void> => {
  const reference = within(repository, { digest: blob.digest });
  const request = requestTo(client, reference, 'blobs/uploads/', 'pull,push');
  const isLarge = blob.size > client.limits.chunk;
  let session: Session | undefined;
  let isInterrupted = false;
  let farthest = 0;

  const once = async (): Promise<Try<void>> => {
    if (isInterrupted) {
      // Perhaps only the last answer was lost.
      if (await hasBlob(client, repository, blob)) return { value: undefined };
      session = session && isLarge ? await resumeSession(client, request, session) : undefined;
    }
    isInterrupted = true;
    session ??= await beginSession(client, request);
    farthest = Math.max(farthest, session.offset);
    while (isLarge && session.offset < blob.size) {
      const tried: Try<Session | undefined> = await sendChunk(client, request, session, blob);
      if (!('value' in tried)) return tried;
      if (tried.value === undefined) return forgotten(request);
      session = tried.value;
      farthest = Math.max(farthest, session.offset);
    }
    const tried = await finishSession(client, request, session, blob);
    if (!('value' in tried)) return tried;
    return tried.value ? { value: undefined } : forgotten(request);
  };
  await client.repeat(request.target, once, () => farthest);
};
