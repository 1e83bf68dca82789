import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Certificate } from '../servers/certificates.ts';

/** What a server answers. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/**
 * What goes wrong with an answer: another status, another answer, none at all, a connection that ends in the middle, an answer that stops in
 * the middle, half of the body as if it were all, or a connection that ends after so many bytes of the request.
 */
export type Trouble =
  | number
  | Answer
  | 'silence'
  | 'cut'
  | 'stall'
  | 'half'
  | { readonly cutAfter: number };

/** A request. */
export interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  /** The bytes of the body as they arrive. */
  readonly body: AsyncIterable<Buffer>;
}

export interface LoopbackOptions {
  /** Serves over TLS with it, and over plain HTTP without. */
  readonly certificate?: Certificate;
  /** What goes wrong with the answer to a path. */
  readonly trouble?: ((path: string, asked: Asked) => Trouble | undefined) | undefined;
}

/** A server on a free port of the loopback address. */
export interface Loopback extends AsyncDisposable {
  /** `127.0.0.1:41051`. */
  readonly address: string;
  /** The paths that were asked for, each with its method. */
  readonly asked: () => readonly string[];
}

/** Starts a server whose answers a function gives. */
export const serve = async (
  answer: (asked: Asked) => Promise<Answer>,
  { certificate, trouble = () => undefined }: LoopbackOptions,
): Promise<Loopback> => {
  const asked: string[] = [];
  const scheme = certificate === undefined ? 'http' : 'https';
  const server =
    certificate === undefined
      ? createServer()
      : createSecureServer({ cert: certificate.certificate, key: certificate.key });
  server.on('request', async (request: IncomingMessage, response) => {
    const { method = 'GET', headers } = request;
    const url = new URL(request.url ?? '/', `${scheme}://${headers.host}`);
    asked.push(`${method} ${url.pathname}`);
    const whole = { method, url, headers, body: request as AsyncIterable<Buffer> };
    const wrong = trouble(url.pathname, whole);
    if (wrong === 'silence') return;
    if (typeof wrong === 'number') return void response.writeHead(wrong).end();
    const isCut = typeof wrong === 'object' && 'cutAfter' in wrong;
    const given = isCut ? { ...whole, body: start(request, wrong.cutAfter) } : whole;
    const isAnswer = typeof wrong === 'object' && 'status' in wrong;
    const ended = isAnswer ? wrong : await answer(given).catch(() => undefined);
    if (ended === undefined || isCut) return void response.destroy();
    const body = Buffer.from(ended.body ?? '');
    const half = body.subarray(0, body.length / 2);
    const sent = wrong === 'half' ? half : body;
    response.writeHead(ended.status, { 'content-length': sent.length, ...ended.headers });
    if (wrong === 'stall') return void response.write(half);
    if (wrong === 'cut') return void response.write(half, () => response.destroy());
    response.end(method === 'HEAD' ? undefined : sent);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    address: `127.0.0.1:${port}`,
    asked: () => asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

/** The first bytes of a body; then the connection is cut. */
async function* start(request: IncomingMessage, length: number): AsyncIterable<Buffer> {
  let left = length;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    yield chunk.subarray(0, left);
    left -= chunk.length;
    if (left <= 0) break;
  }
  throw new Error('the connection is cut');
}
