import { once } from 'node:events';
import { createServer as createPlainServer, type RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { day, daysAfter } from '../certificate/check.ts';
import { issueAuthority, issueCertificate } from '../certificate/issue.ts';
import { forBrowsers } from '../certificate/purpose.ts';
import { startAppliance } from '../testing/appliance.ts';
import { certManager } from '../testing/cert-manager.ts';

interface Case {
  /** The address of the site. */
  readonly address?: string;
  /** The host of the certificate. */
  readonly host?: string;
  readonly issued?: Date;
  readonly status?: number;
  readonly isPlain?: true;
  /** Condition of the Certificate of cert-manager. */
  readonly managed?: { readonly status: 'True' | 'False'; readonly message: string };
  /** Nothing listens at the node. */
  readonly isClosed?: true;
}

const now = new Date();

/** The line of the status about the address, with a server at the node port of the appliance. */
const statusOf = async ({ address = 'https://psa.example.com', ...one }: Case) => {
  const { host = 'psa.example.com', issued = now, status = 200, isPlain, isClosed, managed } = one;
  const authority = issueAuthority(forBrowsers(host), issued);
  const { certificate, key } = issueCertificate(forBrowsers(host), authority, issued);
  const asked: (string | undefined)[] = [];
  const listener: RequestListener = (request, response) => {
    asked.push(request.headers.host, request.url);
    response.writeHead(status).end();
  };
  const server = isPlain
    ? createPlainServer(listener)
    : createServer({ cert: certificate + authority.certificate, key }, listener);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  if (isClosed) await new Promise((resolve) => server.close(resolve));
  await using appliance = await startAppliance({
    hasAddress: true,
    hasFlux: true,
  });
  const { run, folder, server: cluster } = appliance;
  const url = ['--url', 'https://git.site/a.git', '--address', address];
  await run(['bootstrap', ...url, '--flux-manifest', join(folder, 'flux.yaml')]);
  const box = cluster.objects.get('Node box')!;
  const addresses = [{ type: 'InternalIP', address: '127.0.0.1' }];
  cluster.put({ ...box, status: { ...(box.status as object), addresses } });
  cluster.put({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'apps' },
    spec: { type: 'NodePort', ports: [{ port: 443, nodePort: port }] },
  });
  if (managed) for (const object of certManager(managed)) cluster.put(object);
  const { exitCode, output } = await run(['status']);
  server.close();
  const line = output
    .split('\n')
    .find((text) => text.startsWith('Service apps/web'))
    ?.replace(/^Service apps\/web +/, '')
    .replace(/ +/g, ' ')
    .replace(`:${port}`, ':PORT')
    .replace(/([0-9A-F]{2}:){31}[0-9A-F]{2}/, 'FINGERPRINT');
  const renewal = output.split('\n').find((text) => text.startsWith('Certificate'));
  return { exitCode, line, asked, ...(renewal && { renewal }) };
};

test('says the address to open, that it answers, and the fingerprint of its authority', async () => {
  expect(await statusOf({})).toEqual({
    exitCode: 0,
    line: `ready https://psa.example.com answers; its certificate is valid until ${day(daysAfter(now, 820))}, and its authority has the SHA-256 fingerprint FINGERPRINT`,
    asked: ['psa.example.com', '/api/healthz'],
  });
});

const renew = 'renew it with "alga-appliance deploy", or give another with --tls-cert';

test.each<[string, Case, string]>([
  [
    'a node address',
    { address: 'https://127.0.0.1:30443', host: '127.0.0.1' },
    'ready https://127.0.0.1:30443 answers; its certificate is valid until',
  ],
  [
    'plain HTTP',
    { address: 'http://psa.example.com', isPlain: true },
    'ready http://psa.example.com answers over plain HTTP',
  ],
  [
    'an expired certificate',
    { issued: daysAfter(now, -830) },
    `failed https://psa.example.com the certificate expired on ${day(daysAfter(now, -10))}; ${renew}`,
  ],
  [
    'a certificate that expires soon',
    { issued: daysAfter(now, -810) },
    `failed https://psa.example.com the certificate expires on ${day(daysAfter(now, 10))}; ${renew}`,
  ],
  [
    'an own certificate that nobody renews',
    { issued: daysAfter(now, -770) },
    `failed https://psa.example.com the certificate expires on ${day(daysAfter(now, 50))}; ${renew}`,
  ],
  [
    'a certificate of cert-manager that expires soon',
    { issued: daysAfter(now, -810), managed: { status: 'False', message: 'the order failed' } },
    `failed https://psa.example.com the certificate expires on ${day(daysAfter(now, 10))}; cert-manager must renew it: see "kubectl describe certificate --namespace apps web"`,
  ],
  [
    'a certificate of another host',
    { host: 'other.example' },
    `failed https://psa.example.com the certificate is for other.example, not for psa.example.com; ${renew}`,
  ],
  [
    'a server that is not ready',
    { status: 503 },
    'progressing https://psa.example.com answers with 503',
  ],
  [
    'a closed port',
    { isClosed: true },
    'failed https://psa.example.com does not answer at 127.0.0.1:PORT: nothing listens there',
  ],
])('%s', async (_, one, line) => {
  const found = await statusOf(one);
  expect(found.line?.slice(0, line.length)).toBe(line);
  expect(found.exitCode).toBe(line.startsWith('ready') ? 0 : 1);
});

test.each([
  { status: 'True', message: '', line: 'ready cert-manager renews the Secret web-tls' },
  {
    status: 'False',
    message: 'Issuing certificate as Secret does not exist',
    line: 'progressing Issuing certificate as Secret does not exist; see "kubectl describe certificate --namespace apps web"',
  },
] as const)('the Certificate of cert-manager has a line: $status', async ({ line, ...managed }) => {
  const { renewal } = await statusOf({ managed });
  expect(renewal?.replaceAll(/ +/g, ' ')).toBe(`Certificate apps/web ${line}`);
});

test('before the release is installed, its Service is missing', async () => {
  await using appliance = await startAppliance({ hasAddress: true });
  const { output } = await appliance.run(['status']);
  expect(output).toMatch(
    /^Service apps\/web +missing +https:\/\/alga\.local:30443 does not answer: its Service does not exist$/m,
  );
});
