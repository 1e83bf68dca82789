import { broken, type Problem, problemOf } from '../problem.ts';
import type { requestTo } from '../read/registry.ts';
import type { Client } from '../transport/client.ts';
import { type Answer, headerOf } from '../transport/exchange.ts';
import type { Try } from '../transport/retry.ts';
import { urlAt } from '../transport/url.ts';
import type { BlobSource } from './blob-source.ts';

/** An upload that has begun: where it continues, and how many bytes the registry has. */
export interface Session {
  readonly url: URL;
  readonly offset: number;
  /** The smallest chunk that the registry accepts. */
  readonly minimum: number;
}

type Request = ReturnType<typeof requestTo>;

export const beginSession = (client: Client, request: Request): Promise<Session> =>
  client.exchange({ ...request, method: 'POST', length: 0, expect: [202] }, async (answer) => ({
    url: locationOf(request, request.url, answer),
    offset: 0,
    minimum: Number(headerOf(answer, 'oci-chunk-min-length') ?? 0) || 0,
  }));

/** Asks the registry how far an upload has come. Undefined if it has forgotten the upload. */
export const resumeSession = (
  client: Client,
  request: Request,
  session: Session,
): Promise<Session | undefined> =>
  client.exchange(
    { ...request, url: session.url, method: 'GET', expect: [204, 404] },
    async (answer) => {
      const range = headerOf(answer, 'range');
      // Of no byte and of one byte, the CNCF registry says the same.
      if (answer.status === 404 || range === undefined || /^(?:bytes=)?0-0$/.test(range))
        return undefined;
      return { ...session, ...placeAfter(request, session.url, answer) };
    },
  );

/** Sends the next chunk. Undefined if the registry has forgotten the upload, or is somewhere else in it. */
export const sendChunk = (
  client: Client,
  request: Request,
  session: Session,
  blob: BlobSource,
): Promise<Try<Session | undefined>> => {
  const start = session.offset;
  const end = Math.min(blob.size, start + Math.max(client.limits.chunk, session.minimum));
  return client.attempt(
    {
      ...request,
      url: session.url,
      method: 'PATCH',
      headers: {
        'content-type': 'application/octet-stream',
        'content-range': `${start}-${end - 1}`,
      },
      body: () => blob.read(start, end),
      length: end - start,
      isStreamed: true,
      expect: [202, 404, 416],
    },
    async (answer) =>
      answer.status === 202
        ? { ...session, ...placeAfter(request, session.url, answer, end) }
        : undefined,
  );
};

/** Ends an upload, with the whole blob if nothing was sent before. False if the registry has forgotten the upload. */
export const finishSession = (
  client: Client,
  request: Request,
  { url, offset }: Session,
  blob: BlobSource,
): Promise<Try<boolean>> => {
  const end = new URL(url);
  // The query of the registry stays byte for byte as it is.
  end.search += `${end.search === '' ? '?' : '&'}digest=${encodeURIComponent(blob.digest)}`;
  return client.attempt(
    {
      ...request,
      url: end,
      method: 'PUT',
      headers: { 'content-type': 'application/octet-stream' },
      body: () => blob.read(offset, blob.size),
      length: blob.size - offset,
      isStreamed: true,
      expect: [201, 204, 404],
    },
    async ({ status }) => status !== 404,
  );
};

/** The problem of an upload that the registry has forgotten, which is begun again. */
export const forgotten = ({
  target,
}: Request): { readonly problem: Problem; readonly isTransient: true } => ({
  problem: problemOf(
    'broken',
    target,
    `${target.host} forgets the upload before it is complete (HTTP 404)`,
    'run it again; behind a load balancer, all requests of an upload must reach the same registry',
    404,
  ),
  isTransient: true,
});

/** `Range: 0-1023` means that the registry has 1024 bytes. */
const placeAfter = (request: Request, url: URL, answer: Answer, sent?: number) => {
  const [, last] = /^(?:bytes=)?0-(\d+)$/.exec(headerOf(answer, 'range') ?? '') ?? [];
  const offset = last === undefined ? sent : Number(last) + 1;
  if (offset === undefined)
    throw broken(
      request.target,
      `${url.host} does not say how much of the upload it has`,
      answer.status,
    );
  return { url: locationOf(request, url, answer), offset };
};

const locationOf = ({ target }: Request, url: URL, answer: Answer): URL => {
  const to = urlAt(headerOf(answer, 'location') ?? url.href, url);
  if (to === undefined)
    throw broken(target, `${url.host} does not say where to upload to`, answer.status);
  if (url.protocol === 'https:' && to.protocol !== 'https:')
    throw broken(
      target,
      `${url.host} wants the upload sent to ${to.protocol}//${to.host}, which is not TLS; behind a proxy, the registry needs the header X-Forwarded-Proto`,
      answer.status,
    );
  return to;
};
