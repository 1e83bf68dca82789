import { broken, type Problem, problemOf, RegistryFailure, type Target } from '../problem.ts';
import {
  algorithmOf,
  type Descriptor,
  type Digest,
  digestOf,
  hashOf,
  isDigest,
} from '../reference/digest.ts';
import type { Reference } from '../reference/reference.ts';
import { readBody } from '../transport/body.ts';
import type { Client } from '../transport/client.ts';
import { type Answer, type Exchange, headerOf } from '../transport/exchange.ts';
import { isPage, statusProblem } from '../transport/status-problem.ts';
import {
  type ImageIndex,
  type ImageManifest,
  mediaTypes,
  parseManifest,
} from './manifest-content.ts';
import { requestTo } from './registry.ts';

/** A manifest or an index: its descriptor, its bytes as the registry has them, and what they say. */
export interface Manifest extends Descriptor {
  readonly bytes: Buffer;
  readonly content: ImageManifest | ImageIndex;
}

/**
 * Gets the descriptor of a tag or digest without its content. Undefined only if the registry says that it does not have it.
 * @throws {RegistryFailure} For any other answer.
 */
export const headManifest = async (
  client: Client,
  reference: Reference,
): Promise<Descriptor | undefined> => {
  const request = manifestRequest(client, reference, 'HEAD');
  const head = await client.exchange(request, async (answer) => {
    const contentType = headerOf(answer, 'content-type');
    if (isPage({ contentType: contentType ?? '', body: '' }))
      throw new RegistryFailure(
        statusProblem({ status: answer.status, contentType, body: '' }, request.target),
      );
    if (answer.status === 404) return 'absent';
    const digest = headerOf(answer, 'docker-content-digest');
    const size = Number(headerOf(answer, 'content-length'));
    return isDigest(digest) && size > 0
      ? { digest, size, mediaType: contentType ?? mediaTypes.manifest }
      : undefined;
  });
  if (head === 'absent') return undefined;
  if (head === undefined) return findManifest(client, reference);
  if (reference.digest !== undefined && head.digest !== reference.digest)
    throw otherDigest(request, head.digest);
  return head;
};

/**
 * Gets a manifest or an index, and checks its digest.
 * @throws {RegistryFailure} Also if the registry does not have it.
 */
export const getManifest = async (client: Client, reference: Reference): Promise<Manifest> => {
  const found = await findManifest(client, reference);
  if (found !== undefined) return found;
  const { target } = manifestRequest(client, reference, 'GET');
  throw new RegistryFailure(absent(target));
};

const findManifest = (client: Client, reference: Reference): Promise<Manifest | undefined> => {
  const request = manifestRequest(client, reference, 'GET');
  const { target } = request;
  return client.exchange(request, async (answer) => {
    const bytes = await readBody(answer, target, maximum);
    const { status } = answer;
    const contentType = headerOf(answer, 'content-type');
    const refusal = { status, contentType, body: bytes.subarray(0, 1000).toString() };
    if (isPage(refusal)) throw new RegistryFailure(statusProblem(refusal, target));
    if (status === 404) return undefined;
    const digest = checkedDigest(request, answer, reference, bytes);
    const content = parseManifest(bytes.toString());
    if (content === undefined)
      throw broken(target, `${target.host} answers with something that is no manifest`, status);
    const mediaType = content.mediaType ?? contentType ?? mediaTypes.manifest;
    return { mediaType, digest, size: bytes.length, bytes, content };
  });
};

/** What the bytes are, if that is what was asked for and what the registry says. */
const checkedDigest = (
  request: Exchange,
  answer: Answer,
  { digest: asked }: Reference,
  bytes: Buffer,
): Digest => {
  const said = headerOf(answer, 'docker-content-digest');
  const expected = asked ?? (isDigest(said) ? said : digestOf(bytes));
  const actual = `${algorithmOf(expected)}:${hashOf(expected).update(bytes).digest('hex')}`;
  if (actual !== expected) throw otherDigest(request, actual);
  return expected;
};

const manifestRequest = (
  client: Client,
  reference: Reference,
  method: 'GET' | 'HEAD',
): Exchange => ({
  ...requestTo(client, reference, `manifests/${reference.digest ?? reference.tag ?? 'latest'}`),
  method,
  headers: { accept: Object.values(mediaTypes).join(', ') },
  expect: [200, 404],
});

const otherDigest = ({ target }: Exchange, actual: string): RegistryFailure =>
  broken(target, `${target.host} answers with content of another digest, ${actual}`);

export const absent = (target: Target): Problem =>
  problemOf(
    'absent',
    target,
    `${target.host} does not have it`,
    'correct the name, the tag or the digest',
    404,
  );

/** Registries accept manifests up to 4 MiB (OCI Distribution Specification). */
const maximum = 4 * 2 ** 20;
