import { buffer } from 'node:stream/consumers';
import { found, json, unknown } from './answers.ts';
import type { Guard } from './guard.ts';
import { type Answer, type Asked, type Loopback, type LoopbackOptions, serve } from './loopback.ts';
import {
  answerManifest,
  type ManifestStore,
  type RegistryRules,
  referrersOf,
} from './manifests.ts';
import { answerUpload, type UploadStore } from './uploads.ts';

export interface OciRegistryOptions extends LoopbackOptions, RegistryRules {
  /** Asks for credentials. */
  readonly guard?: Guard;
}

/** A registry that keeps what is pushed to it in memory, and what it keeps. */
export interface OciRegistry extends Loopback {
  /** By digest; all repositories share them. */
  readonly blobs: Map<string, Buffer>;
  readonly manifests: ManifestStore['manifests'];
  /** Digests by `repository:tag`. */
  readonly tags: Map<string, string>;
  /** The uploads that have begun, by their path. */
  readonly uploads: Map<string, readonly Buffer[]>;
}

/** Starts a registry (OCI Distribution Specification 1.1: pull, push, tags, referrers). */
export const startOciRegistry = async (options: OciRegistryOptions = {}): Promise<OciRegistry> => {
  const stored: ManifestStore & UploadStore = {
    blobs: new Map(),
    uploads: new Map(),
    manifests: new Map(),
    tags: new Map(),
  };
  const server = await serve((asked) => answer(stored, asked, options), options);
  return { ...server, ...stored };
};

const answer = async (
  stored: ManifestStore & UploadStore,
  asked: Asked,
  { guard, ...rules }: OciRegistryOptions,
): Promise<Answer> => {
  const { method, url } = asked;
  const refusal = await guard?.(asked);
  if (refusal !== undefined) {
    // A client that still sends would not read the answer.
    await buffer(asked.body).catch(() => undefined);
    return refusal;
  }
  const [, repository = '', kind, reference = ''] =
    /^\/v2\/(.+)\/(blobs|manifests|tags|referrers)\/(.*)$/.exec(url.pathname) ?? [];
  switch (kind) {
    case 'blobs':
      return reference.startsWith('uploads/')
        ? answerUpload(stored, asked, repository)
        : ranged(found(stored.blobs.get(reference), 'application/octet-stream', reference), asked);
    case 'manifests':
      return answerManifest(stored, asked, repository, reference, rules);
    case 'tags':
      return listTags(stored, repository, url, rules);
    case 'referrers':
      return rules.hasReferrers === true ? referrersOf(stored, repository, reference) : unknown;
    default:
      return method === 'GET' && url.pathname === '/v2/' ? { status: 200 } : unknown;
  }
};

const listTags = (
  { tags }: ManifestStore,
  name: string,
  url: URL,
  { pageSize = Number.POSITIVE_INFINITY }: RegistryRules,
): Answer => {
  const all = [...tags.keys()]
    .filter((key) => key.startsWith(`${name}:`))
    .map((key) => key.slice(name.length + 1))
    .toSorted();
  if (all.length === 0) return unknown;
  const last = url.searchParams.get('last');
  const rest = last === null ? all : all.filter((tag) => tag > last);
  const page = rest.slice(0, pageSize);
  const next = `<${url.pathname}?n=${pageSize}&last=${page.at(-1)}>; rel="next"`;
  const sent = json({ name, tags: page });
  return page.length < rest.length ? { ...sent, headers: { ...sent.headers, link: next } } : sent;
};

/** The part of a body that is asked for. */
const ranged = (whole: Answer, { headers }: Asked): Answer => {
  const [, from] = /^bytes=(\d+)-$/.exec(headers.range ?? '') ?? [];
  const { body, status } = whole;
  if (from === undefined || status !== 200 || typeof body !== 'object') return whole;
  const range = `bytes ${from}-${body.length - 1}/${body.length}`;
  return {
    status: 206,
    headers: { ...whole.headers, 'content-range': range },
    body: body.subarray(Number(from)),
  };
};
