/** A container image, by its tag and, where it is known, its digest. */
export interface ImageReference {
  /** Registry and name, without a tag. */
  readonly repository: string;
  readonly tag: string;
  readonly digest?: string;
}

/** Every image that a profile runs, by a name of its own. */
export type ProfileImages = Readonly<Record<string, ImageReference>>;

/** Where the values of a release name an image of the profile. */
export interface ImagePlace {
  /** Name of the image in the profile. */
  readonly image: string;
  /** Keys of the values that lead to it. */
  readonly path: readonly string[];
}

/** Tag of an image of which no published tag is known. A site must choose one before it can be installed. */
export const placeholderTag = 'not-chosen';

/** The images that still have the placeholder as their tag, by name. */
export const unchosenImages = (images: ProfileImages): readonly string[] =>
  Object.entries(images)
    .filter(([, { tag, digest }]) => tag === placeholderTag && digest === undefined)
    .map(([name]) => name);

/** An image as a container names it. */
export const imageText = ({ repository, tag, digest }: ImageReference): string =>
  `${repository}:${tag}${digest === undefined ? '' : `@${digest}`}`;

/** Finds the images of a profile in the values of a release: each is a map with the same repository and tag. */
export const imagePlaces = (values: unknown, images: ProfileImages): readonly ImagePlace[] => {
  if (!isMap(values)) return [];
  const found = Object.entries(images).find(([, image]) => isImage(values, image));
  if (found !== undefined) return [{ image: found[0], path: [] }];
  return Object.entries(values).flatMap(([key, value]) =>
    imagePlaces(value, images).map(({ image, path }) => ({ image, path: [key, ...path] })),
  );
};

const isImage = (
  { repository, tag }: Readonly<Record<string, unknown>>,
  image: ImageReference,
): boolean => repository === image.repository && tag === image.tag;

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
