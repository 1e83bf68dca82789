import {
  bytesBlob,
  type Client,
  descriptorOfManifest,
  type Artifact as Image,
  printReference,
  type Repository,
} from '@helm-charts/oci';
import type { Checked } from '@helm-charts/types';
import type { PackedItem } from '../push/item.ts';
import { stateOf } from '../push/state.ts';
import { attachedTo } from './attached.ts';
import { contentOf, type Part } from './content.ts';
import { copyPart } from './copy.ts';
import { problem } from './problem.ts';

/** A chart or a profile, and what is attached to it. */
export interface ItemParts extends Pick<PackedItem, 'artifact'> {
  readonly part: Part;
  /** The commit that the manifest names. */
  readonly revision: string | undefined;
  readonly attached: readonly Part[];
}

export const localPart = ({ artifact, image, path, tag, commit }: PackedItem): ItemParts => ({
  artifact,
  part: partOf(`${path}:${tag}`, image),
  revision: commit?.hash,
  attached: [],
});

/** What a registry has of an item: the manifest that was released and is signed, which may be of an earlier commit with the same content. */
export const releasedPart = async (
  client: Client,
  { host, repository }: Repository,
  item: PackedItem,
): Promise<Checked<ItemParts>> => {
  const { image, path, tag } = item;
  const reference = { host, repository: `${repository}/${path}`, tag };
  const state = await stateOf(client, reference, image);
  if (state.kind === 'refused') throw state.failure;
  const input = printReference(reference);
  if (state.kind === 'absent')
    return { findings: [problem(input, 'it is not released there', 'run helm-charts push first')] };
  const { digest, revision } = state;
  const local = partOf(`${path}:${tag}`, image);
  const part =
    local.manifest.digest === digest
      ? local
      : await copyPart(client, { ...reference, digest }, local.name);
  const attached = await attachedTo(client, { host, repository }, item, digest);
  return { value: { artifact: item.artifact, part, revision, attached }, findings: [] };
};

const partOf = (name: string, { manifest, blobs }: Image): Part => ({
  name,
  manifest: descriptorOfManifest(manifest),
  contents: [bytesBlob(manifest.bytes), ...blobs].map(contentOf),
});
