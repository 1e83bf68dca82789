import { relative } from 'node:path';
import {
  type Client,
  headManifest,
  isIndex,
  listReferrers,
  type ManifestSource,
  openClient,
  parseManifest,
  parseReference,
  printReference,
  pushBlob,
  putManifest,
  putReferrer,
  type Reference,
  type Repository,
} from '@helm-charts/oci';
import { count, type Report, refused, reportOf } from '@helm-charts/pipeline';
import { Failure } from '@helm-charts/types';
import { type ConnectionOptions, clientOptions } from '../connection.ts';
import { inParallel } from '../push/parallel.ts';
import { registryAt } from '../push/registry.ts';
import { stateOf } from '../push/state.ts';
import { tagAll, type Upload } from '../push/tags.ts';
import { mirrorPath } from './image-name.ts';
import { join, missingOf } from './join.ts';
import type { HeldPart } from './layout.ts';
import { type Bundle, openBundle } from './open.ts';
import { problem } from './problem.ts';

export interface LoadOptions extends ConnectionOptions {
  /** Where everything goes: `oci://registry.example.com/site`. */
  readonly registry: string;
}

/**
 * Copies a bundle into a registry. The whole file is checked first, then the tags of the registry: other content under one of them is refused before
 * anything is written; signatures of others stay beside those of the bundle. Tags come when all content is there, those of a profile last. Another run
 * continues, and changes nothing where all is there.
 */
export const loadBundle = (file: string, options: LoadOptions): Promise<Report> =>
  reportOf('bundle load', async () => {
    const { value: registry, findings: wrong } = registryAt(options.registry);
    if (registry === undefined) return refused('bundle load', wrong);
    const { value: bundle, findings } = await openBundle(file, relative(process.cwd(), file));
    if (bundle === undefined) return refused('bundle load', findings, 1);
    await using client = await openClient(clientOptions(options));
    const placed = bundle.parts.map((part) => place(part, registry));
    const present = await inParallel(client, placed, (one) => isPresent(client, bundle, one));
    const absent = placed.filter((_, at) => present[at] === undefined);
    await inParallel(client, absent, (one) => push(client, bundle, one));
    // One after another, since a registry without the API has all referrers of a manifest under one tag.
    for (const one of absent) await refer(client, bundle, one);
    for (const group of groups) {
      const uploads = await uploadsOf(client, bundle, absent.filter(group));
      await tagAll(client, uploads);
    }
    const { host, repository } = registry;
    return {
      summary: `bundle load: pushed ${count(absent.length, 'artifact')} to oci://${host}/${repository}, ${placed.length - absent.length} unchanged`,
      details: placed.map(({ part, reference }, at) => {
        const digest = present[at] ?? part.manifest.digest;
        const state = present[at] === undefined ? 'pushed' : 'unchanged';
        return `${state.padEnd(9)} ${printReference({ ...reference, digest })}`;
      }),
      findings: [],
      exitCode: 0,
    };
  });

/** A part, and where it goes. */
interface Placed {
  readonly part: HeldPart;
  readonly reference: Reference;
}

/** Whoever finds a tag finds everything that it needs: a profile names charts, and a chart names images. */
const groups: readonly ((placed: Placed) => boolean)[] = [
  ({ part }) => part.kind === 'image',
  ({ part }) => part.kind === 'attached',
  ({ part }) => part.kind === 'artifact' && part.name.startsWith('charts/'),
  ({ part }) => part.kind === 'artifact' && !part.name.startsWith('charts/'),
];

/** An image goes to its path without the host, where a mirror of a container runtime has it. */
const place = (part: HeldPart, { host, repository }: Repository): Placed => {
  const name = part.kind === 'image' ? mirrorPath(part.name) : part.name;
  const { value, findings } = parseReference(`oci://${host}/${repository}/${name}`);
  if (value === undefined) throw new Failure(1, findings);
  return { part, reference: value };
};

/** The digest that the registry has, if it has the part. Other content under the tag is refused. */
const isPresent = async (client: Client, bundle: Bundle, { part, reference }: Placed) => {
  const { host, repository, tag } = reference;
  if (part.kind === 'artifact' && tag !== undefined) {
    const image = { manifest: await sourceOf(bundle, part), blobs: part.blobs.map(bundle.blob) };
    const state = await stateOf(client, { host, repository, tag }, image);
    if (state.kind === 'refused') throw state.failure;
    return state.kind === 'unchanged' ? state.digest : undefined;
  }
  const wanted = part.manifest.digest;
  if (tag === undefined) return isReferred(client, { host, repository }, part);
  const found = await headManifest(client, { host, repository, tag });
  if (found === undefined || found.digest === wanted) return found?.digest;
  if (part.kind === 'attached') {
    const attached = { digest: wanted, reference: { host, repository, tag } };
    const joined = await missingOf(client, bundle, attached);
    return joined?.missing.length === 0 ? found.digest : undefined;
  }
  const message = `the registry has ${found.digest} under this tag, and the bundle has ${wanted}`;
  const fix = 'delete the tag in the registry if nothing needs it, or load into another folder';
  throw new Failure(4, [problem(printReference(reference), message, fix)]);
};

const push = async (client: Client, bundle: Bundle, { part, reference }: Placed): Promise<void> => {
  for (const digest of part.blobs) await pushBlob(client, reference, bundle.blob(digest));
  const { host, repository } = reference;
  for (const { mediaType, digest } of [...part.below, part.manifest])
    await putManifest(
      client,
      { host, repository },
      { mediaType, bytes: await bundle.read(digest) },
    );
};

/** A referrer is present only where it is found by what it is about. */
const isReferred = async (client: Client, repository: Repository, part: HeldPart) => {
  const { digest } = part.manifest;
  const listed =
    part.subject === undefined
      ? [await headManifest(client, { ...repository, digest })]
      : await listReferrers(client, repository, part.subject);
  return listed.some((one) => one?.digest === digest) ? digest : undefined;
};

const refer = async (
  client: Client,
  bundle: Bundle,
  { part, reference }: Placed,
): Promise<void> => {
  const manifest = await sourceOf(bundle, part);
  const content = parseManifest(Buffer.from(manifest.bytes).toString());
  if (reference.tag !== undefined || content === undefined || isIndex(content)) return;
  const { mediaType } = manifest;
  const { host, repository } = reference;
  if (content.subject !== undefined)
    await putReferrer(
      client,
      { host, repository },
      { ...content, mediaType, subject: content.subject },
      manifest,
    );
};

const sourceOf = async (
  { read }: Bundle,
  { manifest: { mediaType, digest } }: HeldPart,
): Promise<ManifestSource> => ({ mediaType, bytes: await read(digest) });

/** What gets a tag. Its content is there. Signatures under a tag that is there already join those that it has. */
const uploadsOf = async (
  client: Client,
  bundle: Bundle,
  placed: readonly Placed[],
): Promise<readonly Upload[]> => {
  const uploads: Upload[] = [];
  for (const { part, reference } of placed) {
    const { host, repository, tag } = reference;
    if (tag === undefined) continue;
    const tagged = { host, repository, tag };
    const isJoined = part.kind === 'attached' && (await headManifest(client, tagged)) !== undefined;
    if (isJoined) await join(client, bundle, { digest: part.manifest.digest, reference: tagged });
    else
      uploads.push({
        reference: tagged,
        image: { manifest: await sourceOf(bundle, part), blobs: [] },
      });
  }
  return uploads;
};
