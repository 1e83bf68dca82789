import { bytesBlob, type Digest } from '@helm-charts/oci';
import type { TarFile } from '../archive/write-tar.ts';
import { lockName, lockText, type ReleaseLock } from '../lock/lock.ts';
import { type Content, contentOf, layoutIndex, type Part } from './content.ts';
import { imagesLockName, imagesLockText, imagesName, type LockedImage } from './images-lock.ts';
import { instructions, instructionsName } from './instructions.ts';
import { blobPath } from './open.ts';
import { sbomName } from './sbom.ts';
import { sumsName, sumsText } from './sums.ts';

/** What a bundle consists of. */
export interface Contents {
  /** The usual file name of the bundle, for its instructions. */
  readonly name: string;
  readonly lock: ReleaseLock;
  readonly parts: readonly Part[];
  readonly images: readonly string[];
  readonly sbom: string;
  /** Undefined if the bundle has no container images. */
  readonly lockedImages: readonly LockedImage[] | undefined;
}

/** The files of a bundle: first those that people read, then the blobs in the order of their digests. */
export const filesOf = ({
  name,
  lock,
  parts,
  images,
  sbom,
  lockedImages,
}: Contents): readonly TarFile[] => {
  const texts: readonly (readonly [path: string, content: string | Uint8Array])[] = [
    [instructionsName, instructions({ lock, file: name, hasImages: lockedImages !== undefined })],
    ['oci-layout', '{"imageLayoutVersion":"1.0.0"}'],
    ['index.json', layoutIndex(parts).bytes],
    [lockName, lockText(lock)],
    [imagesName, images.map((image) => `${image}\n`).join('')],
    [sbomName, sbom],
    ...(lockedImages === undefined
      ? []
      : [[imagesLockName, imagesLockText(lockedImages)] as const]),
  ];
  const small = texts.map(([path, content]) => fileOf(path, contentOf(bytesBlob(content))));
  const blobs = new Map<Digest, Content>(
    parts.flatMap(({ contents }) => contents).map((content) => [content.digest, content]),
  );
  const large = [...blobs.values()]
    .map((content) => fileOf(blobPath(content.digest), content))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const sums = fileOf(sumsName, contentOf(bytesBlob(sumsText([...small, ...large]))));
  return [...small, sums, ...large];
};

const fileOf = (path: string, { size, digest, send }: Content) => ({ path, size, digest, send });
