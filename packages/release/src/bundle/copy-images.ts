import { type Client, type Digest, isIndex, type Manifest, type Platform } from '@helm-charts/oci';
import type { Finding } from '@helm-charts/types';
import { inParallel } from '../push/parallel.ts';
import { registryAt } from '../push/registry.ts';
import type { ImageOptions } from './bundle.ts';
import type { Part } from './content.ts';
import { copyImage } from './copy.ts';
import { imageReference, mirrorPath } from './image-name.ts';
import type { LockedImage } from './images-lock.ts';
import { problem } from './problem.ts';

/** The images of a bundle: what is written, and what each name meant. */
export interface CopiedImages {
  readonly parts: readonly Part[];
  readonly locked: readonly LockedImage[];
  readonly findings: readonly Finding[];
}

/** Looks up images in their registries. Their content is streamed when the bundle is written. */
export const copyImages = async (
  client: Client,
  names: readonly string[],
  options: ImageOptions,
): Promise<CopiedImages> => {
  const findings = [...sourceProblems(options), ...pathProblems(names)];
  if (findings.length > 0) return { parts: [], locked: [], findings };
  const copies = await inParallel(client, names, (name) => copyOne(client, name, options));
  return {
    parts: copies.flatMap(({ part }) => part ?? []),
    locked: copies.flatMap(({ locked }) => locked ?? []),
    findings: copies.flatMap((one) => one.findings),
  };
};

interface Copied {
  readonly part?: Part;
  readonly locked?: LockedImage;
  readonly findings: readonly Finding[];
}

const copyOne = async (
  client: Client,
  name: string,
  { registry, platform }: ImageOptions,
): Promise<Copied> => {
  const from =
    registry === undefined ? name : `${registry.replace(/^oci:\/\//, '')}/${mirrorPath(name)}`;
  const { value: reference, findings } = imageReference(from);
  if (reference === undefined) return { findings };
  const { whole, part } = await copyImage(client, reference, name, platform);
  const refuse = (message: string): Copied => ({
    findings: [problem(name, message, 'choose another platform, or leave out --platform')],
  });
  if (part === undefined)
    return refuse(`the image has no manifest for ${platform && platformText(platform)}`);
  if (reference.digest !== undefined && part.manifest.digest !== reference.digest)
    return refuse(
      'the image is pinned to an index, so one platform of it is not found by that name',
    );
  const locked = { name, digest: whole.digest, platforms: platformsOf(whole) };
  return { part, locked, findings: [] };
};

/** Entries that are no platforms, for instance attestations of a build, have the platform `unknown/unknown`. */
const platformsOf = ({ content }: Manifest): Readonly<Record<string, Digest>> =>
  Object.fromEntries(
    (isIndex(content) ? content.manifests : []).flatMap(({ platform, digest }) =>
      platform === undefined || platform.os === 'unknown' ? [] : [[platformText(platform), digest]],
    ),
  );

const platformText = ({ os, architecture, variant }: Platform): string =>
  [os, architecture, variant].filter((part) => part !== undefined).join('/');

const sourceProblems = ({ registry }: ImageOptions): readonly Finding[] =>
  registry === undefined ? [] : registryAt(registry).findings;

/** A mirror has images by their paths without the host. */
const pathProblems = (names: readonly string[]): readonly Finding[] =>
  names.flatMap((name, at) => {
    const other = names.slice(0, at).find((one) => mirrorPath(one) === mirrorPath(name));
    return other === undefined
      ? []
      : [
          problem(
            name,
            `a mirror can't have both this image and ${other}, whose path and tag are the same`,
            'choose another tag for one of them',
          ),
        ];
  });
