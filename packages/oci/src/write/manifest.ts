import { broken } from '../problem.ts';
import type { ImageIndex, ImageManifest } from '../read/manifest-content.ts';
import { requestTo } from '../read/registry.ts';
import { type Descriptor, digestOf, isDigest } from '../reference/digest.ts';
import type { Reference } from '../reference/reference.ts';
import type { Client } from '../transport/client.ts';
import { headerOf } from '../transport/exchange.ts';

/** A manifest or an index to push, byte for byte. */
export interface ManifestSource {
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** The bytes of a manifest or an index, as JSON in the order of its fields. */
export const manifestSource = (
  content: (ImageManifest | ImageIndex) & { readonly mediaType: string },
): ManifestSource => ({
  mediaType: content.mediaType,
  bytes: Buffer.from(JSON.stringify(content)),
});

/** The descriptor of a manifest before it is pushed. */
export const descriptorOfManifest = ({ mediaType, bytes }: ManifestSource): Descriptor => ({
  mediaType,
  digest: digestOf(bytes),
  size: bytes.length,
});

/**
 * Pushes a manifest under a tag, whatever the tag has now, or under its digest if the reference has no tag. Its blobs must be there.
 * @throws {RegistryFailure} If the registry does not accept it, or says that it has another digest.
 */
export const putManifest = async (
  client: Client,
  reference: Reference,
  manifest: ManifestSource,
): Promise<Descriptor> => (await sendManifest(client, reference, manifest)).descriptor;

/** Pushes a manifest. The registry says whether it lists the manifest among the referrers of its subject. */
export const sendManifest = async (
  client: Client,
  reference: Reference,
  manifest: ManifestSource,
): Promise<{ readonly descriptor: Descriptor; readonly isListed: boolean }> => {
  const descriptor = descriptorOfManifest(manifest);
  const name = reference.tag ?? descriptor.digest;
  const request = requestTo(client, reference, `manifests/${name}`, 'pull,push');
  const { target } = request;
  return client.exchange(
    {
      ...request,
      method: 'PUT',
      headers: { 'content-type': manifest.mediaType },
      body: () => manifest.bytes,
      expect: [201],
    },
    async (answer) => {
      const said = headerOf(answer, 'docker-content-digest');
      if (isDigest(said) && said.startsWith('sha256:') && said !== descriptor.digest)
        throw broken(target, `${target.host} has changed the manifest: its digest is ${said}`);
      return { descriptor, isListed: headerOf(answer, 'oci-subject') !== undefined };
    },
  );
};
