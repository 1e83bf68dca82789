import { once } from 'node:events';
import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { text } from 'node:stream/consumers';
import type { TLSSocket } from 'node:tls';
import { one } from '@helm-charts/testing/charts';
import { orSkip } from '@helm-charts/testing/servers';
import { expect, test } from 'vitest';
import { render } from './testing/render.ts';
import { startTerminator, type Terminator } from './testing/terminator.ts';

interface Options {
  readonly ca?: string;
  readonly scheme?: 'http' | 'https';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

/** Sends a request as a browser that knows the host. */
const send = async ({ port }: Terminator, path: string, options: Options = {}) => {
  const { ca, scheme = 'https', headers, body } = options;
  const request = (scheme === 'https' ? tlsRequest : plainRequest)({
    ...{ host: '127.0.0.1', port, path, method: body ? 'POST' : 'GET', agent: false },
    ...(ca ? { ca } : { rejectUnauthorized: false }),
    servername: 'alga.local',
    headers: { host: 'alga.local:30443', ...headers },
  });
  const [response] = (await once(request.end(body), 'response')) as [
    import('node:http').IncomingMessage,
  ];
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
};

test('nginx says to the server who asks, by which host and scheme', async (context) => {
  await using terminator = await orSkip(context, startTerminator());
  const forged = { 'x-forwarded-for': '1.2.3.4', 'x-forwarded-proto': 'http' };
  const { status, body } = await send(terminator, '/msp?a=b', { headers: forged });
  expect(status).toBe(200);
  expect(JSON.parse(body)).toMatchObject({
    path: '/msp?a=b',
    host: 'alga.local:30443',
    'x-forwarded-host': 'alga.local:30443',
    'x-forwarded-proto': 'https',
    'x-forwarded-for': '127.0.0.1',
  });
});

test('a renewed certificate is served without a restart', async (context) => {
  await using terminator = await orSkip(context, startTerminator());
  const ca = await terminator.renew();
  expect(await send(terminator, '/', { ca })).toMatchObject({ status: 200 });
  const next = await terminator.renew();
  await expect(send(terminator, '/', { ca })).rejects.toThrow();
  expect(await send(terminator, '/', { ca: next })).toMatchObject({ status: 200 });
});

test('uploads are as large as the server allows', async (context) => {
  await using terminator = await orSkip(context, startTerminator());
  const { body } = await send(terminator, '/api', { body: Buffer.alloc(20_000_000) });
  expect(JSON.parse(body)).toMatchObject({ size: 20_000_000 });
});

test('WebSockets reach the server', async (context) => {
  await using terminator = await orSkip(context, startTerminator());
  const request = tlsRequest({
    ...{ host: '127.0.0.1', port: terminator.port, rejectUnauthorized: false },
    headers: { connection: 'Upgrade', upgrade: 'websocket' },
  });
  const [response, socket] = (await once(request.end(), 'upgrade')) as [
    import('node:http').IncomingMessage,
    TLSSocket,
  ];
  expect([response.statusCode, response.headers.upgrade]).toEqual([101, 'websocket']);
  socket.destroy();
});

test('a browser that speaks plain HTTP is sent to HTTPS', async (context) => {
  await using terminator = await orSkip(context, startTerminator());
  expect(await send(terminator, '/msp', { scheme: 'http' })).toMatchObject({
    status: 308,
    headers: { location: 'https://alga.local:30443/msp' },
  });
});

test('until the server answers, nginx says that it is not ready', async (context) => {
  await using terminator = await orSkip(context, startTerminator());
  await terminator.stopServer();
  expect(await send(terminator, '/')).toMatchObject({
    status: 503,
    headers: { 'retry-after': '10' },
    body: 'Alga PSA is not ready. Try again in a minute.\n',
  });
});

test('plain HTTP is served where the address has it', async (context) => {
  const values = { global: { address: { scheme: 'http' } } };
  await using terminator = await orSkip(context, startTerminator(values));
  const { status, body } = await send(terminator, '/', { scheme: 'http' });
  expect(status).toBe(200);
  expect(JSON.parse(body)).toMatchObject({ 'x-forwarded-proto': 'http' });
});

test('plain HTTP needs no certificate', async () => {
  const of = async (scheme: string) => {
    const manifests = await render({ tls: { enabled: true }, global: { address: { scheme } } });
    const { spec } = one(manifests, 'Deployment', 'alga-core-sebastian-tls');
    return spec!.template.spec!.volumes!.map(({ name }) => name);
  };
  expect(await of('https')).toContain('certificate');
  expect(await of('http')).not.toContain('certificate');
});

test('Hocuspocus has its path where it is enabled', async () => {
  const of = async (enabled: boolean) => {
    const manifests = await render({ tls: { enabled: true }, hocuspocus: { enabled } });
    return one(manifests, 'ConfigMap', 'alga-core-sebastian-tls').data?.['nginx.conf'];
  };
  const location =
    'location /hocuspocus { proxy_pass http://hocuspocus.msp.svc.cluster.local:1234; }';
  expect(await of(true)).toContain(location);
  expect(await of(false)).not.toContain('hocuspocus');
});
