import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve, startOciRegistry, type Trouble } from '@helm-charts/testing/registries';
import { makeCertificate, orSkip } from '@helm-charts/testing/servers';
import { expect, onTestFinished, test } from 'vitest';
import { headManifest } from '../read/manifest.ts';
import { nowhere, problemIn, quickClient, repositoryOn, said } from '../testing/client.ts';
import { openClient } from './client.ts';

/** A registry in which something goes wrong with each request, in their order. */
const startWith = (troubles: readonly (Trouble | undefined)[]) => {
  let nth = 0;
  return startOciRegistry({ trouble: () => troubles[nth++] });
};
const tag = '1.0.0';

test.each([
  ['two cut connections', ['cut', 'cut'], 3],
  ['three errors of the server', [500, 502, 503], 4],
  ['a timeout of a proxy', [408, 504], 3],
  ['too many requests', [{ status: 429, headers: { 'retry-after': '0' } }], 2],
] as const)('%s: the request is repeated', async (_, troubles, count) => {
  await using registry = await startWith(troubles as readonly Trouble[]);
  await using client = await quickClient();
  expect(await headManifest(client, { ...repositoryOn(registry), tag })).toBeUndefined();
  expect(registry.asked()).toHaveLength(count);
});

test.each([400, 401, 403, 405, 409, 410, 413, 501, 505, 507])(
  '%i is not repeated',
  async (status) => {
    await using registry = await startWith([status]);
    await using client = await quickClient();
    expect((await problemIn(headManifest(client, { ...repositoryOn(registry), tag }))).status).toBe(
      status,
    );
    expect(registry.asked()).toHaveLength(1);
  },
);

test('after four tries the problem is a sentence, and the wait that a server asks for has a limit', async () => {
  const sayings: string[] = [];
  const counts: number[] = [];
  const limited = { status: 429, headers: { 'retry-after': '3600' } };
  for (const trouble of [
    401,
    403,
    500,
    limited,
    'cut',
    'silence',
    { status: 400, body: '{"errors":[{"code":"X","message":"a\\u001b[31m\\nb"}]}' },
  ] as const) {
    await using registry = await startWith(Array(9).fill(trouble));
    await using client = await quickClient({ limits: { idle: 100, request: 200 } });
    const problem = await problemIn(headManifest(client, { ...repositoryOn(registry), tag }));
    sayings.push(said(problem));
    counts.push(registry.asked().length);
  }
  expect(counts).toEqual([1, 1, 4, 1, 4, 4, 1]);
  expect(sayings).toMatchInlineSnapshot(`
    [
      "unauthorized: HOST asks for credentials, and there are none for it (HTTP 401); run helm registry login HOST, or set HELM_CHARTS_REGISTRY to HOST and HELM_CHARTS_REGISTRY_USERNAME and HELM_CHARTS_REGISTRY_PASSWORD to its account",
      "forbidden: HOST asks for credentials, and there are none for it (HTTP 403); use an account that may do it: run helm registry login HOST, or set HELM_CHARTS_REGISTRY to HOST and HELM_CHARTS_REGISTRY_USERNAME and HELM_CHARTS_REGISTRY_PASSWORD to its account",
      "broken: HOST answers with an error (HTTP 500); run it again later, or tell the operator of the registry",
      "limited: HOST answers no more requests for now (HTTP 429); run it again later, or log in",
      "unreachable: HOST can't be reached: the connection was cut; check the address and the network, and whether the port speaks TLS, and run it again",
      "unreachable: HOST has not answered completely within 0.2 s; check the network, and run it again",
      "refused: HOST refuses this (HTTP 400); correct what the registry names; if its port speaks TLS, do not ask for plain HTTP",
    ]
  `);
});

test('a registry that is down, and a name without an address, are unreachable', async () => {
  const registry = await startOciRegistry();
  await registry[Symbol.asyncDispose]();
  await using client = await quickClient();
  const down = await headManifest(client, { ...repositoryOn(registry), tag }).catch((one) => one);
  expect([down.exitCode, said(down.problem)]).toMatchInlineSnapshot(`
    [
      3,
      "unreachable: HOST can't be reached: nothing listens there; check the address, the network and the proxy, and run it again",
    ]
  `);
  const nowhere = await problemIn(
    headManifest(client, { host: 'registry.invalid', repository: 'web', tag }),
  );
  expect(nowhere.kind).toBe('unreachable');
});

test('TLS needs a trusted authority, the right name, and TLS on both sides', async (context) => {
  const certificate = await orSkip(context, makeCertificate('127.0.0.1'));
  const other = await makeCertificate('registry.example.com');
  const folder = await mkdtemp(join(tmpdir(), 'authority-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const authorityFile = join(folder, 'ca.crt');
  await writeFile(authorityFile, certificate.authority + other.authority);
  await using secure = await startOciRegistry({ certificate });
  await using misnamed = await startOciRegistry({ certificate: other });
  await using plain = await startOciRegistry();
  await using trusting = await quickClient({ plainHttp: false, authorityFile });
  await using client = await quickClient({ plainHttp: false });
  await using plainClient = await quickClient();
  expect(await headManifest(trusting, { ...repositoryOn(secure), tag })).toBeUndefined();
  const problems = [];
  for (const [with_, at] of [
    [client, secure],
    [trusting, misnamed],
    [trusting, plain],
    [plainClient, secure],
  ] as const)
    problems.push(said(await problemIn(headManifest(with_, { ...repositoryOn(at), tag }))));
  expect(problems).toMatchInlineSnapshot(`
    [
      "untrusted: the certificate of HOST is not signed by a trusted authority (UNABLE_TO_VERIFY_LEAF_SIGNATURE); name the file of its certificate authority",
      "untrusted: the certificate of HOST is for another name; use the name in the certificate, or correct the certificate",
      "untrusted: HOST speaks plain HTTP, and the request was made with TLS; use the port that speaks TLS, or ask for plain HTTP",
      "unreachable: HOST can't be reached: the connection was cut; check the address and the network, and whether the port speaks TLS, and run it again",
    ]
  `);
  // A server of Go answers in words.
  const words = 'Client sent an HTTP request to an HTTPS server.\n';
  await using go = await startWith([{ status: 400, body: words }]);
  const problem = await problemIn(headManifest(plainClient, { ...repositoryOn(go), tag }));
  expect(problem.fix).toContain('if its port speaks TLS, do not ask for plain HTTP');
});

test('a file without certificates is refused', async () => {
  for (const authorityFile of ['/nonexistent/ca.crt', import.meta.filename])
    await expect(openClient({ authorityFile })).rejects.toMatchObject({
      exitCode: 3,
      findings: [{ input: authorityFile }],
    });
});

test('an abort ends a request that waits, and all that follow', async () => {
  await using registry = await startWith(Array(9).fill('silence'));
  const abort = new AbortController();
  await using client = await quickClient({ signal: abort.signal });
  const reference = { ...repositoryOn(registry), tag };
  const waiting = headManifest(client, reference).catch((one) => one);
  await expect.poll(() => registry.asked().length).toBe(1);
  abort.abort();
  expect(await waiting).toMatchObject({ exitCode: 130, problem: { kind: 'interrupted' } });
  expect((await problemIn(headManifest(client, reference))).kind).toBe('interrupted');
  expect(registry.asked()).toHaveLength(1);
});

test('an abort ends the wait between two tries', async () => {
  await using registry = await startWith(Array(9).fill(503));
  const abort = new AbortController();
  await using client = await quickClient({ signal: abort.signal, limits: { retryDelay: 600_000 } });
  const waiting = headManifest(client, { ...repositoryOn(registry), tag }).catch((one) => one);
  await expect.poll(() => registry.asked().length).toBe(1);
  abort.abort();
  expect((await waiting).exitCode).toBe(130);
});

test('connections are used again, and there are only a few', async () => {
  const sockets = new Set<Socket>();
  const server = createServer((_, response) => response.writeHead(404).end());
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  await using client = await quickClient({ limits: { connections: 2 } });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  await Promise.all(
    Array.from({ length: 20 }, () => headManifest(client, { host, repository: 'web', tag })),
  );
  expect(sockets.size).toBe(2);
});

test('the proxy of the environment is used, but not for the hosts of NO_PROXY', async () => {
  await using registry = await serve(async () => ({ status: 404 }), {});
  const asked: string[] = [];
  const proxy = createServer();
  proxy.on('connect', ({ url = '' }, socket: Socket) => {
    asked.push(url);
    if (url.startsWith('refused.')) return void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    const [, port] = registry.address.split(':');
    const upstream = connect(Number(port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    for (const end of [upstream, socket]) end.on('error', () => {});
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void proxy.close());
  const environment = {
    ...nowhere,
    HTTP_PROXY: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    NO_PROXY: 'direct.invalid',
  };
  await using client = await quickClient({ environment });
  const at = (host: string) => headManifest(client, { host, repository: 'web', tag });
  expect(await at('registry.invalid')).toBeUndefined();
  expect(await at(registry.address)).toBeUndefined();
  expect((await problemIn(at('direct.invalid'))).kind).toBe('unreachable');
  expect(said(await problemIn(at('refused.invalid')))).toMatchInlineSnapshot(
    `"unreachable: refused.invalid can't be reached: the proxy refuses the connection (HTTP 403); check the address, the network and the proxy, and run it again"`,
  );
  await using secure = await quickClient({ environment, plainHttp: false });
  const reference = { host: 'secure.invalid', repository: 'web', tag };
  expect((await problemIn(headManifest(secure, reference))).kind).toBe('unreachable');
  expect(new Set(asked)).toEqual(new Set(['registry.invalid:80', 'refused.invalid:80']));
});
