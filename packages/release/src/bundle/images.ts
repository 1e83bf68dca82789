import { type Finding, imageText, type Profile, unchosenImages } from '@helm-charts/types';
import { completeName } from './image-name.ts';
import { problem } from './problem.ts';

/** The images of a profile by their complete names, each once. An image without a version can't be copied, so it is a finding. */
export const imagesOf = ({
  images,
  name,
}: Pick<Profile, 'images' | 'name'>): {
  readonly value: readonly string[];
  readonly findings: readonly Finding[];
} => {
  const unchosen = unchosenImages(images).map((image) =>
    problem(
      name,
      `the profile has no tag for the image ${image}`,
      'choose one in the images of the profile',
    ),
  );
  const latest = Object.entries(images)
    .filter(([, { tag, digest }]) => tag === 'latest' && digest === undefined)
    .map(([image]) =>
      problem(
        name,
        `the image ${image} has the tag latest, which is another image every day`,
        'choose the tag of one version',
      ),
    );
  const names = Object.values(images).map((image) => completeName(imageText(image)));
  return { value: [...new Set(names)].toSorted(), findings: [...unchosen, ...latest] };
};

/** The list of images must be what the rendered manifests name: one that is missing would not start without a network. */
export const imageProblems = (
  listed: readonly string[],
  rendered: readonly string[],
  input: string,
): readonly Finding[] => [
  ...rendered
    .filter((image) => !listed.includes(image))
    .map((image) =>
      problem(
        input,
        `the releases run the image ${image}, which is not in the list of images`,
        'add it to the images of the profile',
      ),
    ),
  ...listed
    .filter((image) => !rendered.includes(image))
    .map((image) =>
      problem(
        input,
        `the list of images has ${image}, which no release runs`,
        'remove it from the images of the profile, or correct its tag there',
      ),
    ),
];
