import PQueue from 'p-queue';
import { type Conflict, RegistryFailure } from '../problem.ts';
import { headManifest } from '../read/manifest.ts';
import { targetOf } from '../read/registry.ts';
import type { Descriptor, Digest } from '../reference/digest.ts';
import type { Reference } from '../reference/reference.ts';
import type { Client } from '../transport/client.ts';
import { pushBlob } from './blob.ts';
import type { BlobSource } from './blob-source.ts';
import { descriptorOfManifest, type ManifestSource, putManifest } from './manifest.ts';

/** A manifest, and the blobs that it names. */
export interface Artifact {
  readonly manifest: ManifestSource;
  readonly blobs: readonly BlobSource[];
  /** A repository of the same registry that may have the blobs. */
  readonly mountFrom?: string;
}

/** What a push has done. */
export interface Pushed {
  /** Unchanged: the tag had this content before. */
  readonly state: 'pushed' | 'unchanged';
  readonly manifest: Descriptor;
}

/** A reference with a tag. */
export type Tagged = Reference & { readonly tag: string };

/**
 * Pushes an artifact under a tag that has no content yet. A tag with the same content stays as it is. The check and the push are two
 * requests: another push between them is reported, and only a registry with immutable tags prevents it.
 * @throws {RegistryFailure} With the kind `conflict` and both digests if the tag has other content, before or after the push.
 */
export const pushOnce = async (
  client: Client,
  reference: Tagged,
  { manifest, blobs, mountFrom }: Artifact,
): Promise<Pushed> => {
  const descriptor = descriptorOfManifest(manifest);
  const local = descriptor.digest;
  if (await isThere(client, reference, local)) return { state: 'unchanged', manifest: descriptor };
  const queue = new PQueue({ concurrency: client.limits.connections });
  await Promise.all(
    blobs.map((blob) => queue.add(() => pushBlob(client, reference, blob, mountFrom))),
  ).finally(() => queue.clear());
  // Blobs may take long; this makes the time for another push short.
  if (await isThere(client, reference, local)) return { state: 'unchanged', manifest: descriptor };
  await putManifest(client, reference, manifest).catch((error: unknown) => {
    throw immutable(error, reference, local) ?? error;
  });
  const after = await headManifest(client, reference);
  if (after?.digest !== local) throw overwritten(reference, local, after?.digest);
  return { state: 'pushed', manifest: descriptor };
};

/** Whether a tag has the content; it must not have other content. */
const isThere = async (client: Client, reference: Tagged, local: Digest): Promise<boolean> => {
  const found = await headManifest(client, reference);
  if (found === undefined) return false;
  if (found.digest === local) return true;
  throw conflict(
    reference,
    local,
    found.digest,
    `the tag ${reference.tag} exists with other content: the registry has ${found.digest}, and this is ${local}`,
    'raise the version',
  );
};

/** Registries with immutable tags answer to the second push with 409, or with 403 or 400 and this word. */
const immutable = (error: unknown, reference: Tagged, local: Digest): Error | undefined => {
  if (!(error instanceof RegistryFailure)) return undefined;
  const { status, message } = error.problem;
  if (status !== 409 && !/immutable|already exists/i.test(message)) return undefined;
  return conflict(
    reference,
    local,
    undefined,
    `the registry does not let a push replace the tag ${reference.tag}: ${message}`,
    'raise the version',
  );
};

const overwritten = (
  reference: Tagged,
  local: Digest,
  remote: Digest | undefined,
): RegistryFailure =>
  conflict(
    reference,
    local,
    remote,
    remote === undefined
      ? `someone else has deleted the tag ${reference.tag} during the push`
      : `someone else has pushed the tag ${reference.tag} at the same time: the registry has ${remote}, and this is ${local}`,
    'find out which content is right, raise the version, and let only one job push',
  );

const conflict = (
  reference: Tagged,
  local: Digest,
  remote: Digest | undefined,
  message: string,
  fix: string,
): RegistryFailure => {
  const { host, name: target } = targetOf(reference);
  const problem: Conflict = { kind: 'conflict', target, host, local, remote, message, fix };
  return new RegistryFailure(problem);
};
