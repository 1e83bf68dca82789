import {
  type Client,
  type Digest,
  descriptorOfManifest,
  getManifest,
  headManifest,
  type Artifact as Image,
  isIndex,
  printReference,
  RegistryFailure,
  type Tagged,
} from '@helm-charts/oci';
import type { Failure } from '@helm-charts/types';
import { revisionOf } from './image.ts';

/** What a registry has under the tag of an image. */
export type State =
  | { readonly kind: 'absent'; readonly digest: Digest }
  /** The same content; the manifest may be of another commit, and is kept. */
  | {
      readonly kind: 'unchanged';
      readonly digest: Digest;
      /** The commit in the manifest; undefined if it has none. */
      readonly revision: string | undefined;
    }
  | { readonly kind: 'refused'; readonly failure: Failure };

/** Looks what a tag has. Only a definite answer counts; everything else is thrown or refused. */
export const stateOf = async (client: Client, reference: Tagged, image: Image): Promise<State> => {
  const { digest } = descriptorOfManifest(image.manifest);
  try {
    const found = await headManifest(client, reference);
    if (found === undefined) return { kind: 'absent', digest };
    if (found.digest === digest)
      return { kind: 'unchanged', digest, revision: revisionOf(image.manifest.bytes) };
    const { content, bytes } = await getManifest(client, { ...reference, digest: found.digest });
    const there = isIndex(content) ? [] : [content.config, ...content.layers];
    const isSame =
      there.length === image.blobs.length &&
      there.every((one, at) => one.digest === image.blobs[at]?.digest);
    if (isSame) return { kind: 'unchanged', digest: found.digest, revision: revisionOf(bytes) };
    return { kind: 'refused', failure: conflict(reference, digest, found.digest) };
  } catch (error) {
    if (error instanceof RegistryFailure) return { kind: 'refused', failure: error };
    throw error;
  }
};

const conflict = (reference: Tagged, local: Digest, remote: Digest): RegistryFailure =>
  new RegistryFailure({
    kind: 'conflict',
    target: printReference(reference),
    host: reference.host,
    local,
    remote,
    message: `the tag ${reference.tag} exists with other content: the registry has ${remote}, and this is ${local}`,
    fix: 'raise the version',
  });
