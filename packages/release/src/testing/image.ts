import {
  bytesBlob,
  type Client,
  type Descriptor,
  descriptorOf,
  manifestSource,
  mediaTypes,
  type Platform,
  pushBlob,
  putManifest,
  type Reference,
} from '@helm-charts/oci';

/** Pushes an image with one layer, and returns its descriptor. */
export const pushImage = async (
  client: Client,
  reference: Reference,
  content: Uint8Array | string,
): Promise<Descriptor> => {
  const [config, layer] = [bytesBlob('{}'), bytesBlob(content)];
  for (const blob of [config, layer]) await pushBlob(client, reference, blob);
  const manifest = manifestSource({
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    config: descriptorOf(config, 'application/vnd.oci.image.config.v1+json'),
    layers: [descriptorOf(layer, 'application/vnd.oci.image.layer.v1.tar')],
  });
  return putManifest(client, reference, manifest);
};

/** Pushes an image for several platforms, whose layers have their names as content. */
export const pushPlatforms = async (
  client: Client,
  reference: Reference,
  platforms: readonly Platform[],
): Promise<Descriptor> => {
  const { host, repository } = reference;
  const manifests: Descriptor[] = [];
  for (const platform of platforms) {
    const one = await pushImage(client, { host, repository }, JSON.stringify(platform));
    manifests.push({ ...one, platform });
  }
  const index = { schemaVersion: 2, mediaType: mediaTypes.index, manifests } as const;
  return putManifest(client, reference, manifestSource(index));
};
