import { broken } from '../problem.ts';
import type { Descriptor, Digest } from '../reference/digest.ts';
import type { Repository } from '../reference/reference.ts';
import type { Client } from '../transport/client.ts';
import { listPages } from './list.ts';
import { getManifest, headManifest } from './manifest.ts';
import { isIndex, parseManifest } from './manifest-content.ts';
import { requestTo, within } from './registry.ts';

/**
 * Lists the manifests whose subject is a digest, for instance signatures. A registry without the referrers API has them in an index
 * with the tag `sha256-<hex>` (OCI Distribution Specification 1.1).
 */
export const listReferrers = async (
  client: Client,
  repository: Repository,
  digest: Digest,
  artifactType?: string,
): Promise<readonly Descriptor[]> => {
  const request = requestTo(client, repository, `referrers/${digest}`);
  const pages = await listPages(client, request);
  const found =
    pages === undefined
      ? await fallback(client, repository, digest)
      : pages.flatMap((page) => {
          const index = parseManifest(JSON.stringify(page));
          if (index === undefined || !isIndex(index))
            throw broken(
              request.target,
              `${repository.host} answers with something that is no list of referrers`,
            );
          return index.manifests;
        });
  // The registry may ignore the type.
  return found.filter((one) => artifactType === undefined || one.artifactType === artifactType);
};

/** The tag of the index for a registry without the referrers API. */
export const referrersTag = (digest: Digest): string => digest.replace(':', '-').slice(0, 128);

const fallback = async (
  client: Client,
  repository: Repository,
  digest: Digest,
): Promise<readonly Descriptor[]> => {
  const reference = within(repository, { tag: referrersTag(digest) });
  if ((await headManifest(client, reference)) === undefined) return [];
  const { content } = await getManifest(client, reference);
  return isIndex(content) ? content.manifests : [];
};
