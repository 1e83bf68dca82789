import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { createServer, request as send } from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Cluster } from '@helm-charts/testing/cluster';
import { makeCertificate } from '@helm-charts/testing/servers';

/** A proxy before an API server that sees each write of the program that uses its kubeconfig. */
export interface ApiProxy extends AsyncDisposable {
  readonly kubeconfig: string;
  /** The writes that the API server has answered: `POST /api/v1/namespaces`. */
  readonly writes: readonly string[];
  /** Called when the API server has made a write, before the program knows it; with true the program is never answered. */
  onWrite: (() => boolean) | undefined;
}

export const startProxy = async (cluster: Cluster, kubeconfig: string): Promise<ApiProxy> => {
  const real = await readFile(cluster.kubeconfig, 'utf8');
  const [, encoded = ''] = /certificate-authority-data: (\S+)/.exec(real) ?? [];
  const ca = Buffer.from(encoded, 'base64');
  const { authority, certificate, key } = await makeCertificate('127.0.0.1', 'localhost');
  const writes: string[] = [];
  const server = createServer({ cert: certificate, key }, (request, response) => {
    forward(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // Of a server that listens on an address and not on a path.
  const { port } = server.address() as AddressInfo;
  const proxied = real
    .replace(cluster.server, `https://127.0.0.1:${port}`)
    .replace(encoded, Buffer.from(authority).toString('base64'));
  await writeFile(kubeconfig, proxied, { mode: 0o600 });
  const proxy: ApiProxy = {
    kubeconfig,
    writes,
    onWrite: undefined,
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  const forward = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = 'GET', url = '/', headers } = request;
    const body = await buffer(request);
    const outgoing = send(`${cluster.server}${url}`, { method, headers, ca, agent: false });
    outgoing.end(body);
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
    const text = await buffer(answer);
    const code = answer.statusCode ?? 500;
    if (isWrite(method, url) && code < 300) {
      writes.push(`${method} ${url.replace(/\?.*/, '')}`);
      if (proxy.onWrite?.()) return void response.destroy();
    }
    // The API server compresses long answers.
    const { 'content-type': type = '', 'content-encoding': encoding }: IncomingHttpHeaders =
      answer.headers;
    response
      .writeHead(code, { 'content-type': type, ...(encoding && { 'content-encoding': encoding }) })
      .end(text);
  };
  return proxy;
};

const isWrite = (method: string, url: string): boolean =>
  method !== 'GET' && !url.includes('dryRun=') && !url.includes('/authorization.k8s.io/');
