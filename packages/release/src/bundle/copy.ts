import {
  bytesBlob,
  type Client,
  choosePlatform,
  type Descriptor,
  getManifest,
  isIndex,
  type Manifest,
  type Platform,
  type Reference,
} from '@helm-charts/oci';
import { type Content, contentOf, type Part, remoteContent } from './content.ts';

/** Takes a manifest or an index from a registry under a name, with everything that it names; of an index only a platform, if one is asked for. */
export const copyPart = async (client: Client, reference: Reference, name: string): Promise<Part> =>
  partOf(client, reference, name, await getManifest(client, reference));

/** What was found of an image. */
export interface ImageCopy {
  readonly part: Part | undefined;
  /** What the tag names. */
  readonly whole: Manifest;
}

/** Takes an image. The part is undefined if an index has no manifest for the platform. */
export const copyImage = async (
  client: Client,
  reference: Reference,
  name: string,
  platform: Platform | undefined,
): Promise<ImageCopy> => {
  const whole = await getManifest(client, reference);
  if (platform === undefined || !isIndex(whole.content))
    return { whole, part: await partOf(client, reference, name, whole) };
  const chosen = choosePlatform(whole.content, platform);
  if (chosen === undefined) return { whole, part: undefined };
  const { host, repository } = reference;
  const manifest = await getManifest(client, { host, repository, digest: chosen.digest });
  return { whole, part: await partOf(client, reference, name, manifest) };
};

const partOf = async (
  client: Client,
  reference: Reference,
  name: string,
  manifest: Manifest,
): Promise<Part> => ({
  name,
  manifest: descriptorOf(manifest),
  contents: await contentsOf(client, reference, manifest),
});

const contentsOf = async (
  client: Client,
  { host, repository }: Reference,
  { bytes, content, digest }: Manifest,
): Promise<readonly Content[]> => {
  const own = { ...contentOf(bytesBlob(bytes)), digest };
  if (!isIndex(content)) {
    const blobs = [content.config, ...content.layers];
    return [own, ...blobs.map((blob) => remoteContent(client, { host, repository }, blob))];
  }
  const below: Content[] = [];
  for (const one of content.manifests) {
    const inner = await getManifest(client, { host, repository, digest: one.digest });
    below.push(...(await contentsOf(client, { host, repository }, inner)));
  }
  return [own, ...below];
};

const descriptorOf = ({ mediaType, digest, size, content }: Manifest): Descriptor => ({
  mediaType,
  digest,
  size,
  ...(!isIndex(content) && content.artifactType && { artifactType: content.artifactType }),
});
