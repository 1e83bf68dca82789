import { type Descriptor, type Digest, isDigest, isIndex, parseManifest } from '@helm-charts/oci';
import type { Checked, Finding } from '@helm-charts/types';
import type { TarEntry } from '../archive/scan-tar.ts';
import { nameAnnotation } from './content.ts';
import { imageReference, isImageName } from './image-name.ts';

/** A manifest or an index in a bundle, with the digests of everything that it consists of. */
export interface HeldPart {
  readonly name: string;
  readonly kind: 'artifact' | 'attached' | 'image';
  readonly manifest: Descriptor;
  /** The manifests that an index names. A registry needs them before the index. */
  readonly below: readonly Descriptor[];
  readonly blobs: readonly Digest[];
  /** The manifest that it is about. */
  readonly subject: Digest | undefined;
}

/** Reads the index of a layout. Each blob must be named by its digest, and belong to a part. */
export const readLayout = async (
  entries: readonly TarEntry[],
  read: (path: string) => Promise<Buffer>,
  wrong: (message: string) => Finding,
): Promise<Checked<readonly HeldPart[]>> => {
  const blobs = new Map(
    entries.flatMap((entry): [string, TarEntry][] => {
      const digest = entry.path.replace(/^blobs\/(\w+)\//, '$1:');
      return digest === entry.path ? [] : [[digest, entry]];
    }),
  );
  const misnamed = [...blobs].filter(([name, { digest }]) => name !== digest);
  const index = parseManifest(`${await read('index.json')}`);
  if (misnamed.length > 0 || index === undefined || !isIndex(index))
    return {
      findings: [
        ...misnamed.map(([, { path }]) => wrong(`${path} has other content than its name says`)),
        ...(index !== undefined && isIndex(index) ? [] : [wrong('index.json is no index')]),
      ],
    };
  const findings: Finding[] = [];
  const used = new Set<string>();
  const manifestOf = async ({ digest, size }: Descriptor) => {
    const entry = blobs.get(digest);
    used.add(digest);
    // A registry accepts manifests up to 4 MiB.
    if (entry === undefined || entry.size !== size || size > 4 * 2 ** 20) return undefined;
    return parseManifest(`${await read(entry.path)}`);
  };
  const walk = async (part: HeldPart, descriptor: Descriptor): Promise<HeldPart> => {
    const content = await manifestOf(descriptor);
    if (content === undefined) {
      findings.push(wrong(`the manifest ${descriptor.digest} of ${part.name} is missing`));
      return part;
    }
    if (isIndex(content)) {
      let all = part;
      for (const one of content.manifests) {
        all = await walk(all, one);
        all = { ...all, below: [...all.below, one] };
      }
      return all;
    }
    const own = [content.config, ...content.layers];
    for (const { digest, size } of own) {
      used.add(digest);
      if (blobs.get(digest)?.size !== size)
        findings.push(wrong(`the content ${digest} of ${part.name} is missing`));
    }
    const digests = own.map(({ digest }) => digest);
    return {
      ...part,
      blobs: [...new Set([...part.blobs, ...digests])],
      subject: part.subject ?? content.subject?.digest,
    };
  };
  const parts: HeldPart[] = [];
  for (const manifest of index.manifests) {
    const name = manifest.annotations?.[nameAnnotation] ?? '';
    const kind = kindOf(name);
    if (kind === undefined) {
      findings.push(wrong(`index.json names ${manifest.digest} "${name}", which is no name`));
      continue;
    }
    const empty = { name, kind, manifest, below: [], blobs: [], subject: undefined };
    parts.push(await walk(empty, manifest));
  }
  const extra = [...blobs].filter(([digest]) => !used.has(digest));
  findings.push(...extra.map(([, { path }]) => wrong(`${path} belongs to no manifest`)));
  return findings.length > 0 ? { findings } : { value: parts, findings };
};

/** Charts and profiles have versions as tags; what is attached to them has their digests in its tag, or its own. */
const kindOf = (name: string): HeldPart['kind'] | undefined => {
  if (isImageName(name)) return imageReference(name).value && 'image';
  const [path = '', digest] = name.split('@');
  if (!/^[a-z0-9-]+(\/[a-z0-9-]+)*(:[\w.-]+)?$/.test(path)) return undefined;
  if (digest !== undefined) return isDigest(digest) ? 'attached' : undefined;
  return /:sha256-[0-9a-f]{64}\.[a-z]+$/.test(path) ? 'attached' : 'artifact';
};
