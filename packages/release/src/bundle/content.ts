import {
  type BlobSource,
  type Client,
  type Descriptor,
  type Digest,
  type ManifestSource,
  manifestSource,
  mediaTypes,
  type Repository,
  streamBlob,
} from '@helm-charts/oci';
import type { Send } from '../archive/write-tar.ts';

/** Content of a bundle, by its digest. */
export interface Content {
  readonly digest: Digest;
  readonly size: number;
  readonly send: Send;
}

/** A manifest or an index under a name, and everything that it consists of. */
export interface Part {
  /** `charts/web:1.0.0`, or with `@` and a digest what has no tag. Names of container images begin with a host. */
  readonly name: string;
  readonly manifest: Descriptor;
  /** The manifest is among them. */
  readonly contents: readonly Content[];
}

/** Content that is read from its source again. */
export const contentOf = ({ digest, size, read }: BlobSource): Content => ({
  digest,
  size,
  send: async (write) => {
    const source = read(0, size);
    if (source instanceof Uint8Array) return write(source);
    for await (const chunk of source as AsyncIterable<Buffer>) await write(chunk);
  },
});

/** Content that is streamed from a registry when it is written. */
export const remoteContent = (
  client: Client,
  repository: Repository,
  { digest, size }: Pick<Descriptor, 'digest' | 'size'>,
): Content => ({
  digest,
  size,
  send: (write) => streamBlob(client, repository, { digest, size }, write),
});

/** The index of an OCI image layout, in the order of the names of its parts (OCI Image Specification, image-layout.md). */
export const layoutIndex = (parts: readonly Part[]): ManifestSource =>
  manifestSource({
    schemaVersion: 2,
    mediaType: mediaTypes.index,
    manifests: parts
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ name, manifest: { mediaType, digest, size, artifactType } }) => ({
        mediaType,
        digest,
        size,
        ...(artifactType !== undefined && { artifactType }),
        annotations: { [nameAnnotation]: name },
      })),
  });

/** Under it, tools that read an OCI image layout find a manifest. */
export const nameAnnotation = 'org.opencontainers.image.ref.name';
