import {
  type BlobSource,
  bytesBlob,
  descriptorOf,
  type Artifact as Image,
  type ImageManifest,
  manifestSource,
  mediaTypes,
} from '@helm-charts/oci';
import type { Artifact } from '../package/artifact.ts';
import type { Commit } from './commit.ts';

/** helm pkg/registry/constants.go, and fluxcd/pkg oci/client.go: what Helm and source-controller look for. */
const types = {
  chart: {
    config: 'application/vnd.cncf.helm.config.v1+json',
    layer: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
  },
  profile: {
    config: 'application/vnd.cncf.flux.config.v1+json',
    layer: 'application/vnd.cncf.flux.content.v1.tar+gzip',
  },
} as const;

/** A package as an image of a registry. The same package of the same commit is the same image. */
export const imageOf = (
  { kind, name, version, config, bytes }: Artifact,
  commit: Commit | undefined,
): Image => {
  const [ofConfig, layer] = [bytesBlob(JSON.stringify(config)), bytesBlob(bytes)];
  const blobs: readonly BlobSource[] = [ofConfig, layer];
  const manifest = manifestSource({
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    config: descriptorOf(ofConfig, types[kind].config),
    layers: [descriptorOf(layer, types[kind].layer)],
    annotations: {
      'org.opencontainers.image.title': name,
      'org.opencontainers.image.version': version,
      ...textsOf(config),
      ...(commit && {
        'org.opencontainers.image.created': commit.date,
        // As `flux push artifact --revision` writes it; Flux shows it in its events.
        [revision]: `${version}@sha1:${commit.hash}`,
      }),
    },
  });
  return { manifest, blobs };
};

/** The commit in the annotations of a manifest; undefined if it has none. */
export const revisionOf = (manifest: Uint8Array): string | undefined => {
  const { annotations }: Pick<ImageManifest, 'annotations'> = JSON.parse(
    Buffer.from(manifest).toString('utf8'),
  );
  return /@sha1:([0-9a-f]{40})$/.exec(annotations?.[revision] ?? '')?.[1];
};

const revision = 'org.opencontainers.image.revision';

/** What `helm push` copies of a Chart.yaml into annotations (helm pkg/registry/chart.go). */
const textsOf = (config: {
  readonly description?: unknown;
  readonly home?: unknown;
  readonly sources?: readonly unknown[];
}): Readonly<Record<string, string>> => {
  const texts = { description: config.description, url: config.home, source: config.sources?.[0] };
  return Object.fromEntries(
    Object.entries(texts).flatMap(([key, text]) =>
      typeof text === 'string' && text !== '' ? [[`org.opencontainers.image.${key}`, text]] : [],
    ),
  );
};
