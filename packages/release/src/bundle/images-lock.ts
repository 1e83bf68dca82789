import { type Digest, isDigest } from '@helm-charts/oci';

export const imagesLockName = 'images.lock.json';
export const imagesName = 'images.txt';

/** What an image was in its registry when the bundle was made. */
export interface LockedImage {
  /** The complete name, with its tag. */
  readonly name: string;
  /** What the tag names: an index, or the manifest of one platform. */
  readonly digest: Digest;
  /** The manifests of an index, by platform: `linux/amd64`. Empty for a manifest without an index. */
  readonly platforms: Readonly<Record<string, Digest>>;
}

export const imagesLockText = (images: readonly LockedImage[]): string =>
  `${JSON.stringify({ images }, undefined, 2)}\n`;

/** Reads the lock of images. Undefined if the text is none. */
export const parseImagesLock = (text: string): readonly LockedImage[] | undefined => {
  try {
    const value: { readonly images?: readonly Partial<LockedImage>[] } | null = JSON.parse(text);
    const isSound = value?.images?.every(
      ({ name, digest, platforms }) =>
        typeof name === 'string' &&
        isDigest(digest) &&
        Object.values(platforms ?? { none: '' }).every(isDigest),
    );
    // Every field that is read has been checked.
    return isSound ? (value?.images as readonly LockedImage[]) : undefined;
  } catch {
    return undefined;
  }
};
