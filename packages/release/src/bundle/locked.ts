import type { Finding } from '@helm-charts/types';
import type { ReleaseLock } from '../lock/lock.ts';
import { imagesLockName, imagesName, type LockedImage } from './images-lock.ts';
import type { HeldPart } from './layout.ts';

interface Held {
  readonly parts: readonly HeldPart[];
  readonly lock: ReleaseLock;
  readonly images: readonly string[];
  readonly lockedImages: readonly LockedImage[];
  readonly hasImages: boolean;
}

/** Index, lock, list of images and lock of images must name the same. */
export const lockProblems = (
  { parts, lock, images, lockedImages, hasImages }: Held,
  wrong: (message: string) => Finding,
): readonly Finding[] => {
  const digests = new Map(parts.map(({ name, manifest }) => [name, manifest.digest]));
  const released = new Map<string, string>([
    ...lock.charts.map(
      ({ name, version, digest }) => [`charts/${name}:${version}`, digest] as const,
    ),
    ...lock.profiles.map(({ name, version, digest }) => [`${name}:${version}`, digest] as const),
  ]);
  const locked = new Map(lockedImages.map((image) => [image.name, image]));
  const listed = new Set(images);
  return [
    ...[...released].flatMap(([name, digest]) =>
      digests.get(name) === digest
        ? []
        : [wrong(`release.lock.json has ${name} with ${digest}, which index.json has not`)],
    ),
    ...parts
      .filter(({ kind, name }) => kind === 'artifact' && !released.has(name))
      .map(({ name }) => wrong(`index.json has ${name}, which release.lock.json has not`)),
    ...parts
      .filter(({ kind, name }) => kind === 'image' && !locked.has(name))
      .map(({ name }) => wrong(`index.json has ${name}, which ${imagesLockName} has not`)),
    ...lockedImages
      .filter(({ name }) => !listed.has(name))
      .map(({ name }) => wrong(`${imagesLockName} has ${name}, which ${imagesName} has not`)),
    ...images
      .filter((name) => hasImages && !locked.has(name))
      .map((name) => wrong(`${imagesName} has ${name}, which ${imagesLockName} has not`)),
    ...lockedImages.flatMap(({ name, digest, platforms }) => {
      const held = digests.get(name);
      return held !== undefined && [digest, ...Object.values(platforms)].includes(held)
        ? []
        : [wrong(`${imagesLockName} has ${name} with ${digest}, which index.json has not`)];
    }),
  ];
};
