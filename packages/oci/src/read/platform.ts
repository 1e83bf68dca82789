import { problemOf, RegistryFailure } from '../problem.ts';
import type { Descriptor, Platform } from '../reference/digest.ts';
import type { Reference } from '../reference/reference.ts';
import type { Client } from '../transport/client.ts';
import { getManifest, type Manifest } from './manifest.ts';
import { type ImageIndex, type ImageManifest, isIndex } from './manifest-content.ts';
import { targetOf, within } from './registry.ts';

/** The manifest of an image for a platform. */
export interface Image extends Manifest {
  readonly content: ImageManifest;
}

/** Chooses the manifest of a platform in an index. Without a variant, the first of the architecture is chosen. */
export const choosePlatform = (
  { manifests }: ImageIndex,
  { os, architecture, variant }: Platform,
): Descriptor | undefined =>
  manifests.find(
    ({ platform }) =>
      platform?.os === os &&
      platform.architecture === architecture &&
      (variant === undefined || platform.variant === variant),
  );

/**
 * Gets the manifest of an image; if the reference names an index, that of the platform.
 * @throws {RegistryFailure} If the index has no manifest for the platform.
 */
export const getImage = async (
  client: Client,
  reference: Reference,
  platform: Platform = { os: 'linux', architecture: 'amd64' },
): Promise<Image> => {
  const manifest = await getManifest(client, reference);
  const { content } = manifest;
  if (!isIndex(content)) return { ...manifest, content };
  const chosen = choosePlatform(content, platform);
  if (chosen === undefined) throw new RegistryFailure(without(reference, content, platform));
  const inner = await getManifest(client, within(reference, { digest: chosen.digest }));
  if (isIndex(inner.content)) throw new RegistryFailure(without(reference, content, platform));
  return { ...inner, content: inner.content };
};

const without = (reference: Reference, { manifests }: ImageIndex, platform: Platform) => {
  const names = manifests.flatMap((one) =>
    one.platform === undefined ? [] : [nameOf(one.platform)],
  );
  return problemOf(
    'absent',
    targetOf(reference),
    `the image has no manifest for ${nameOf(platform)}, only for ${names.join(', ') || 'no platform'}`,
    'name a platform that it has',
  );
};

const nameOf = ({ os, architecture, variant }: Platform): string =>
  [os, architecture, variant].filter((part) => part !== undefined).join('/');
