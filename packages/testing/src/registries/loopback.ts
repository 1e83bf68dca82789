import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Certificate } from '../servers/certificates.ts';

/** What a server answers. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** What goes wrong with an answer: another status, none at all, a connection that ends in the middle, or half of the body as if it were all. */
export type Trouble = number | 'silence' | 'cut' | 'half';

export interface LoopbackOptions {
  /** Serves over TLS with it, and over plain HTTP without. */
  readonly certificate?: Certificate;
  /** What goes wrong with the answer to a path. */
  readonly trouble?: (path: string) => Trouble | undefined;
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
  answer: (request: IncomingMessage, url: URL) => Promise<Answer>,
  { certificate, trouble = () => undefined }: LoopbackOptions,
): Promise<Loopback> => {
  const asked: string[] = [];
  const server =
    certificate === undefined
      ? createServer()
      : createSecureServer({ cert: certificate.certificate, key: certificate.key });
  server.on('request', async (request: IncomingMessage, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    asked.push(`${request.method} ${url.pathname}`);
    const wrong = trouble(url.pathname);
    if (wrong === 'silence') return;
    if (typeof wrong === 'number') return void response.writeHead(wrong).end();
    const { status, headers, body = '' } = await answer(request, url);
    const whole = Buffer.from(body);
    const half = whole.subarray(0, whole.length / 2);
    const sent = wrong === 'half' ? half : whole;
    response.writeHead(status, { 'content-length': sent.length, ...headers });
    if (wrong === 'cut') return void response.write(half, () => response.destroy());
    response.end(request.method === 'HEAD' ? undefined : sent);
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
