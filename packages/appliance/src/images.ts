import {
  type Checked,
  type Finding,
  type ImageReference,
  imageText,
  type Manifest,
  type ProfileImages,
  unchosenImages,
} from '@helm-charts/types';
import { stringify } from 'yaml';
import { readDocuments } from './documents.ts';
import { labels } from './secrets.ts';
import type { Site, SiteRelease } from './site.ts';

/**
 * Reads the images of a site: a map with the name of an image in the profile, and `repository`, `tag` and `digest` of it. What the file does not
 * name is as in the profile.
 */
export const readImages = (file: string, images: ProfileImages): Checked<ProfileImages> => {
  const { value: documents, findings } = readDocuments(file, '--images');
  if (documents === undefined) return { findings };
  const [map, ...others] = documents;
  const wrong = (name: string, message: string, fix: string): Finding => ({
    rule: 'images',
    severity: 'error',
    position: { file },
    message: name === '' ? message : `${name}: ${message}`,
    fix,
  });
  if (!isMap(map) || others.length > 0) {
    const fix = 'write it like "server: { tag: 1a2b3c4d }"';
    return { findings: [wrong('', 'images are one YAML document with a map', fix)] };
  }
  const names = Object.keys(images);
  const problems = Object.entries(map).flatMap(([name, image]): readonly Finding[] => {
    if (!names.includes(name)) {
      return [wrong(name, 'the profile has no such image', `use one of: ${names.join(', ')}`)];
    }
    if (!isMap(image)) {
      return [wrong(name, 'it is no map', 'give it a tag, a digest, or a repository')];
    }
    return Object.entries(image).flatMap(([key, value]) => {
      if (!isField(key)) {
        const fix = `use one of: ${Object.keys(fields).join(', ')}`;
        return [wrong(`${name}.${key}`, 'an image has no such key', fix)];
      }
      const text = typeof value === 'string' ? value : '';
      if (!fields[key].test(text)) {
        return [wrong(`${name}.${key}`, `it is not a ${key}`, fixes[key])];
      }
      if (key !== 'tag' || text !== 'latest') return [];
      const fix = 'use the tag of one version';
      return [wrong(`${name}.tag`, 'the tag latest is another image every day', fix)];
    });
  });
  if (problems.length > 0) return { findings: problems };
  const chosen = Object.entries(images).map(([name, image]) => [
    name,
    { ...image, ...(map[name] as Partial<ImageReference> | undefined) },
  ]);
  return { value: Object.fromEntries(chosen), findings: [] };
};

/** A finding for each image of the profile whose tag is still a placeholder. */
export const unchosen = (images: ProfileImages): readonly Finding[] =>
  unchosenImages(images).map((name) => ({
    rule: 'images',
    severity: 'error',
    input: '--images',
    message: `the profile has no tag for the image ${name}`,
    fix: `give a file with "${name}: { tag: … }"`,
  }));

/** The ConfigMap that gives a release the images of the site, where its values name any. */
export const siteImages = (
  { name }: Site,
  release: SiteRelease,
  images: ProfileImages,
): Manifest | undefined => {
  if (release.images.length === 0) return undefined;
  const values = release.images.reduce<object>(
    (all, { image, path }) => lay(all, path, valuesOf(images[image], release)),
    {},
  );
  return {
    ...release.siteImages,
    metadata: { ...release.siteImages.metadata, labels: labels(name) },
    data: { 'values.yaml': stringify(values) },
  };
};

/** Charts of others have no value for a digest; a runtime takes it behind the tag, too. */
const valuesOf = (image: ImageReference | undefined, { chart }: SiteRelease): object => {
  if (image === undefined) return {};
  const { repository } = image;
  if (chart !== undefined) return image;
  return { repository, tag: imageText(image).slice(repository.length + 1) };
};

const lay = (over: object, [key, ...rest]: readonly string[], value: object): object => {
  if (key === undefined) return value;
  const below = (over as Readonly<Record<string, object | undefined>>)[key];
  return { ...over, [key]: lay(below ?? {}, rest, value) };
};

const fields = {
  repository: /^[a-z0-9]+([._:/-]+[a-z0-9]+)*$/,
  tag: /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/,
  digest: /^sha256:[0-9a-f]{64}$/,
} as const;

const fixes: Readonly<Record<keyof typeof fields, string>> = {
  repository: 'write registry and name, without a tag',
  tag: 'write the tag in quotes',
  digest: 'write sha256: and 64 hexadecimal digits',
};

const isField = (key: string): key is keyof typeof fields => Object.hasOwn(fields, key);

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
