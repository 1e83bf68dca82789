import {
  type Client,
  type Digest,
  headManifest,
  listReferrers,
  type Repository,
  referrersTag,
} from '@helm-charts/oci';
import type { PackedItem } from '../push/item.ts';
import type { Part } from './content.ts';
import { copyPart } from './copy.ts';

/** What a registry has about an artifact: signatures and attestations, under the tags of cosign and as referrers. */
export const attachedTo = async (
  client: Client,
  { host, repository }: Repository,
  { path }: Pick<PackedItem, 'path'>,
  digest: Digest,
): Promise<readonly Part[]> => {
  const home = { host, repository: `${repository}/${path}` };
  const parts: Part[] = [];
  for (const suffix of suffixes) {
    const tag = `${referrersTag(digest)}.${suffix}`;
    if ((await headManifest(client, { ...home, tag })) !== undefined)
      parts.push(await copyPart(client, { ...home, tag }, `${path}:${tag}`));
  }
  for (const one of await listReferrers(client, home, digest)) {
    const name = `${path}@${one.digest}`;
    parts.push(await copyPart(client, { ...home, digest: one.digest }, name));
  }
  return parts;
};

/** cosign pkg/oci/remote/options.go: signatures, attestations and SBOMs. */
const suffixes = ['sig', 'att', 'sbom'] as const;
