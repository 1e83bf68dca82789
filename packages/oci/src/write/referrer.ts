import { getManifest, headManifest } from '../read/manifest.ts';
import { type ImageManifest, isIndex, mediaTypes } from '../read/manifest-content.ts';
import { referrersTag } from '../read/referrers.ts';
import { within } from '../read/registry.ts';
import type { Descriptor, Digest } from '../reference/digest.ts';
import type { Repository } from '../reference/reference.ts';
import type { Client } from '../transport/client.ts';
import { type ManifestSource, manifestSource, putManifest, sendManifest } from './manifest.ts';

/** A manifest about another one. */
export type Referrer = ImageManifest & {
  readonly mediaType: string;
  readonly subject: Descriptor;
};

/**
 * Pushes a manifest about another one under its digest. If the registry does not list referrers itself, the manifest is added to the index
 * with the tag `sha256-<hex>`; of two pushes at the same time, that index may lose one. A manifest of another registry has its bytes already.
 */
export const putReferrer = async (
  client: Client,
  repository: Repository,
  content: Referrer,
  manifest: ManifestSource = manifestSource(content),
): Promise<Descriptor> => {
  const { descriptor, isListed } = await sendManifest(client, within(repository, {}), manifest);
  const { artifactType = content.config.mediaType, annotations, subject } = content;
  const listed = { ...descriptor, artifactType, ...(annotations !== undefined && { annotations }) };
  if (!isListed) await addTo(client, repository, subject.digest, listed);
  return listed;
};

const addTo = async (
  client: Client,
  repository: Repository,
  subject: Digest,
  listed: Descriptor,
): Promise<void> => {
  const reference = within(repository, { tag: referrersTag(subject) });
  const isThere = (await headManifest(client, reference)) !== undefined;
  const before = isThere ? (await getManifest(client, reference)).content : undefined;
  const manifests = before !== undefined && isIndex(before) ? before.manifests : [];
  if (manifests.some(({ digest }) => digest === listed.digest)) return;
  const index = {
    schemaVersion: 2,
    mediaType: mediaTypes.index,
    manifests: [...manifests, listed],
  } as const;
  await putManifest(client, reference, manifestSource(index));
};
