import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { type Answer, type Loopback, type LoopbackOptions, serve } from './loopback.ts';

/** Starts a registry that keeps what is pushed to it in memory (OCI Distribution Specification 1.1: pull, push, tags). */
export const startOciRegistry = (options: LoopbackOptions = {}): Promise<Loopback> => {
  const stored: Store = { blobs: new Map(), manifests: new Map(), tags: new Map() };
  return serve((request, url) => answer(stored, request, url), options);
};

interface Store {
  /** By digest; all repositories share them. */
  readonly blobs: Map<string, Buffer>;
  /** By repository and digest. */
  readonly manifests: Map<string, { readonly type: string; readonly body: Buffer }>;
  /** Digests by repository and tag. */
  readonly tags: Map<string, string>;
}

const answer = async (stored: Store, request: IncomingMessage, url: URL): Promise<Answer> => {
  const body = await buffer(request);
  const [, repository = '', kind, reference = ''] =
    /^\/v2\/(.+)\/(blobs|manifests|tags)\/(.*)$/.exec(url.pathname) ?? [];
  switch (kind) {
    case 'blobs':
      return request.method === 'GET' || request.method === 'HEAD'
        ? found(stored.blobs.get(reference), 'application/octet-stream', reference)
        : upload(stored, request.method, url, repository, body);
    case 'manifests':
      return request.method === 'PUT'
        ? putManifest(stored, repository, reference, request.headers['content-type'] ?? '', body)
        : getManifest(stored, repository, reference);
    case 'tags':
      return listTags(stored, repository);
    default:
      return { status: url.pathname === '/v2/' ? 200 : 404 };
  }
};

/** A blob is sent whole, with the request that ends its upload, or in one chunk before. */
const upload = (
  { blobs }: Store,
  method: string | undefined,
  url: URL,
  repository: string,
  body: Buffer,
): Answer => {
  const session = `/v2/${repository}/blobs/uploads/${randomUUID()}`;
  if (method === 'POST') return { status: 202, headers: { location: session } };
  if (method === 'PATCH') {
    blobs.set(url.pathname, body);
    return { status: 202, headers: { location: url.pathname } };
  }
  const whole = Buffer.concat([blobs.get(url.pathname) ?? Buffer.alloc(0), body]);
  blobs.delete(url.pathname);
  const digest = digestOf(whole);
  if (url.searchParams.get('digest') !== digest) return { status: 400 };
  blobs.set(digest, whole);
  return { status: 201, headers: { location: `/v2/${repository}/blobs/${digest}` } };
};

const putManifest = (
  { manifests, tags }: Store,
  repository: string,
  reference: string,
  type: string,
  body: Buffer,
): Answer => {
  const digest = digestOf(body);
  manifests.set(`${repository}@${digest}`, { type, body });
  if (!reference.startsWith('sha256:')) tags.set(`${repository}:${reference}`, digest);
  const location = `/v2/${repository}/manifests/${digest}`;
  return { status: 201, headers: { location, 'docker-content-digest': digest } };
};

const getManifest = ({ manifests, tags }: Store, repository: string, reference: string): Answer => {
  const digest = tags.get(`${repository}:${reference}`) ?? reference;
  const manifest = manifests.get(`${repository}@${digest}`);
  return found(manifest?.body, manifest?.type ?? '', digest);
};

const listTags = ({ tags }: Store, name: string): Answer => {
  const all = [...tags.keys()].filter((key) => key.startsWith(`${name}:`));
  if (all.length === 0) return unknown;
  return json({ name, tags: all.map((key) => key.slice(name.length + 1)).toSorted() });
};

const found = (body: Buffer | undefined, type: string, digest: string): Answer =>
  body === undefined
    ? unknown
    : { status: 200, headers: { 'content-type': type, 'docker-content-digest': digest }, body };

const json = (value: unknown): Answer => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});

const unknown: Answer = {
  ...json({ errors: [{ code: 'NAME_UNKNOWN', message: 'not found' }] }),
  status: 404,
};

const digestOf = (content: Buffer): string =>
  `sha256:${createHash('sha256').update(content).digest('hex')}`;
