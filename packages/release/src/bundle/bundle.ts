import { join, relative } from 'node:path';
import { type Client, type Digest, openClient, type Platform } from '@helm-charts/oci';
import {
  count,
  loadProfile,
  type Project,
  type Report,
  refused,
  reportOf,
} from '@helm-charts/pipeline';
import type { Checked, Finding, Profile } from '@helm-charts/types';
import { writeTar } from '../archive/write-tar.ts';
import { type ConnectionOptions, clientOptions } from '../connection.ts';
import { emptyLock } from '../lock/lock.ts';
import { readHistory } from '../push/commit.ts';
import { type PackedItem, packItem } from '../push/item.ts';
import { inParallel } from '../push/parallel.ts';
import { registryAt } from '../push/registry.ts';
import { withReleased } from '../push/released.ts';
import { chartRoots } from './charts.ts';
import { copyImages } from './copy-images.ts';
import { filesOf } from './files.ts';
import { imageProblems, imagesOf } from './images.ts';
import { type ItemParts, localPart, releasedPart } from './released-part.ts';
import { renderPackages } from './render.ts';
import { sbomText } from './sbom.ts';

export interface BundleOptions extends ConnectionOptions {
  /** The file to write; `dist/bundle/<profile>-<version>.tar` unless set. Absolute. */
  readonly output?: string | undefined;
  /** Where the charts and the profile are released, to take signatures and attestations from. */
  readonly registry?: string | undefined;
  readonly images?: ImageOptions | undefined;
}

/** That the bundle contains the container images, too. */
export interface ImageOptions {
  /** A registry that has all images at their paths without the host. By default each comes from its own. */
  readonly registry?: string | undefined;
  /** Only the manifests of a platform. By default of all. */
  readonly platform?: Platform | undefined;
}

/**
 * Writes everything that an air-gapped site needs of a profile into one archive: an OCI image layout with the profile, its charts, and what is attached
 * to them. The same commit gives the same bytes. The profile is rendered from the packages first, and must run the images of its list.
 */
export const bundle = (project: Project, options: BundleOptions = {}): Promise<Report> =>
  reportOf('bundle', async () => {
    const { value: packed, findings } = await packAll(project);
    if (packed === undefined) return refused('bundle', findings);
    const { profile, items, images } = packed;
    await using client = await openClient(clientOptions(options));
    const found = await partsOf(client, items, options);
    if (found.value === undefined) return refused('bundle', found.findings);
    const stored = found.value.map(({ part, revision, artifact }) => ({
      artifact,
      digest: part.manifest.digest,
      revision,
    }));
    const rendered = await render(project.root, stored, images, options.signal);
    if (rendered.length > 0) return refused('bundle', rendered, 1);
    const copied = options.images && (await copyImages(client, images, options.images));
    if (copied !== undefined && copied.findings.length > 0)
      return refused('bundle', copied.findings);
    const name = `${profile.name}-${profile.version}.tar`;
    const output = options.output ?? join(project.workspace, 'dist/bundle', name);
    const written = await writeTar(
      output,
      filesOf({
        name,
        lock: withReleased(emptyLock, stored),
        parts: [
          ...found.value.flatMap(({ part, attached }) => [part, ...attached]),
          ...(copied?.parts ?? []),
        ],
        images,
        sbom: sbomText(profile, stored, images, copied?.locked),
        lockedImages: copied?.locked,
      }),
    );
    const attached = found.value.flatMap((one) => one.attached).length;
    return {
      summary: `bundle: ${relative(project.workspace, output)} with ${count(written.size, 'byte')}, ${written.digest}`,
      details: [
        `${profile.name} ${profile.version}, ${count(items.length - 1, 'chart')}, signatures and attestations: ${attached}`,
        `${count(images.length, 'image')} listed, ${copied?.locked.length ?? 0} contained`,
      ],
      findings: [],
      exitCode: 0,
    };
  });

interface Packed {
  readonly profile: Profile;
  /** The profile comes last. */
  readonly items: readonly PackedItem[];
  readonly images: readonly string[];
}

const packAll = async (project: Project): Promise<Checked<Packed>> => {
  const { value: profile, findings } = await loadProfile(project);
  if (profile === undefined) return { findings };
  const roots = await chartRoots(project, profile);
  if (roots.value === undefined) return { findings: roots.findings };
  const { workspace } = project;
  const packed = [...roots.value, project.root];
  const history = await readHistory(workspace, packed);
  const found = await Promise.all(packed.map((root) => packItem({ workspace, root }, history)));
  const images = imagesOf(profile);
  const all = [...found.flatMap((one) => one.findings), ...images.findings];
  if (all.length > 0) return { findings: all };
  const items = found.flatMap(({ value }) => value ?? []);
  return { value: { profile, items, images: images.value }, findings: [] };
};

/** In the order of the items. */
const partsOf = async (
  client: Client,
  items: readonly PackedItem[],
  { registry: address }: BundleOptions,
): Promise<Checked<readonly ItemParts[]>> => {
  if (address === undefined) return { value: items.map(localPart), findings: [] };
  const { value: registry, findings } = registryAt(address);
  if (registry === undefined) return { findings };
  const found = await inParallel(client, items, (item) => releasedPart(client, registry, item));
  const wrong = found.flatMap((one) => one.findings);
  if (wrong.length > 0) return { findings: wrong };
  return { value: found.flatMap(({ value }) => value ?? []), findings: [] };
};

type StoredItem = Pick<PackedItem, 'artifact'> & { readonly digest: Digest };

const render = async (
  root: string,
  items: readonly StoredItem[],
  images: readonly string[],
  signal: AbortSignal | undefined,
): Promise<readonly Finding[]> => {
  const packages = items.map(({ artifact: { name, version, bytes }, digest }) => ({
    name,
    version,
    digest,
    bytes,
  }));
  const charts = packages.slice(0, -1);
  const { value, findings } = await renderPackages(
    packages.at(-1)?.bytes ?? new Uint8Array(),
    charts,
    root,
    signal,
  );
  return [
    ...findings.filter(({ severity }) => severity === 'error'),
    ...imageProblems(images, value?.images ?? images, root),
  ];
};
