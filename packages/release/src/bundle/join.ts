import {
  type Client,
  type Descriptor,
  type Digest,
  type ImageManifest,
  isIndex,
  parseManifest,
  type Tagged,
} from '@helm-charts/oci';
import { attach, findAttached } from '../sign/attachment.ts';
import type { Bundle } from './open.ts';

/** Something attached to an artifact, and the tag under which a registry has it or gets it. */
interface Attached {
  readonly digest: Digest;
  readonly reference: Tagged;
}

/**
 * What a bundle attaches that a registry has not under the same tag, for instance the signature of another key. Undefined if the registry has nothing
 * there.
 */
export const missingOf = async (
  client: Client,
  bundle: Bundle,
  { digest, reference }: Attached,
): Promise<
  { readonly there: ImageManifest; readonly missing: readonly Descriptor[] } | undefined
> => {
  const there = await findAttached(client, reference);
  if (there === undefined) return undefined;
  const content = parseManifest(`${await bundle.read(digest)}`);
  const own = content === undefined || isIndex(content) ? [] : content.layers;
  const held = new Set(there.layers.map(keyOf));
  return { there, missing: own.filter((layer) => !held.has(keyOf(layer))) };
};

/** Adds it beside what the registry has. */
export const join = async (client: Client, bundle: Bundle, attached: Attached): Promise<void> => {
  const found = await missingOf(client, bundle, attached);
  if (found === undefined) return;
  const added = found.missing.map(({ digest, mediaType, annotations = {} }) => ({
    blob: bundle.blob(digest),
    mediaType,
    annotations,
  }));
  await attach(client, attached.reference, found.there.layers, added);
};

/** The signature of a payload is in its annotations. */
const keyOf = ({ digest, annotations = {} }: Descriptor): string =>
  JSON.stringify([digest, ...Object.entries(annotations).toSorted()]);
