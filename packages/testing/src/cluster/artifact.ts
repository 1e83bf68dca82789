import {
  bytesBlob,
  descriptorOf,
  manifestSource,
  mediaTypes,
  openClient,
  pushBlob,
  putManifest,
} from '@helm-charts/oci';

/** An artifact of one layer. */
export interface Artifact {
  /** The repository without the host: `alga/talos-single-node`. */
  readonly repository: string;
  readonly tag: string;
  /** A gzipped tar. */
  readonly layer: Uint8Array;
}

/**
 * Pushes files to a registry over plain HTTP as `flux push artifact` does (fluxcd/pkg oci/client.go, `CanonicalConfigMediaType` and
 * `CanonicalContentMediaType`).
 */
export const pushArtifact = async (
  host: string,
  { repository, tag, layer }: Artifact,
): Promise<void> => {
  await using client = await openClient({ plainHttp: true });
  const [config, content] = [bytesBlob('{}'), bytesBlob(layer)];
  for (const blob of [config, content]) await pushBlob(client, { host, repository }, blob);
  const manifest = manifestSource({
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    config: descriptorOf(config, 'application/vnd.cncf.flux.config.v1+json'),
    layers: [descriptorOf(content, 'application/vnd.cncf.flux.content.v1.tar+gzip')],
  });
  await putManifest(client, { host, repository, tag }, manifest);
};
