import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { one } from '@helm-charts/testing/charts';
import {
  launch,
  makeCertificate,
  makeFolder,
  missing,
  onFreePort,
  removeFolder,
} from '@helm-charts/testing/servers';
import { render } from './render.ts';

/** nginx with the configuration that the chart renders, in front of a server that returns the headers and size of each request. */
export interface Terminator extends AsyncDisposable {
  readonly port: number;
  /** Writes another certificate for `alga.local`, and returns its authority. */
  readonly renew: () => Promise<string>;
  /** Stops the server behind nginx. */
  readonly stopServer: () => Promise<void>;
}

/** Starts nginx with the values. @throws {Failure} With exit code 3 if nginx is missing. */
export const startTerminator = async (values: object = {}): Promise<Terminator> => {
  const program = findNginx();
  const manifests = await render({ ...values, tls: { enabled: true } });
  const { data } = one(manifests, 'ConfigMap', 'alga-core-sebastian-tls');
  const folder = await makeFolder('nginx');
  const server = createServer(echo).on('upgrade', ({ headers }, socket) => {
    const reply = [`HTTP/1.1 101 Switching Protocols`, `Upgrade: ${headers.upgrade}`, '', 'hello'];
    socket.end(reply.join('\r\n'));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port: behind } = server.address() as AddressInfo;
  const renew = async (): Promise<string> => {
    const made = await makeCertificate('alga.local');
    const tls = join(folder, 'tls');
    await mkdir(tls, { recursive: true });
    await writeFile(join(tls, 'tls.crt'), made.certificate);
    await writeFile(join(tls, 'tls.key'), made.key);
    return made.authority;
  };
  await renew();
  const nginx = await onFreePort(async (port) => {
    const file = join(folder, 'nginx.conf');
    const text = (data?.['nginx.conf'] ?? '')
      .replaceAll('/run/secrets/tls', join(folder, 'tls'))
      .replaceAll('/tmp/', `${folder}/`)
      .replace('listen 8443', `listen 127.0.0.1:${port}`)
      .replaceAll('alga-core-sebastian.msp.svc.cluster.local:3000', `127.0.0.1:${behind}`);
    await writeFile(file, text);
    const process = await launch({
      command: program,
      arguments: ['-e', 'stderr', '-c', file, '-g', 'daemon off;'],
      ...{ folder, stopSignal: 'SIGTERM', ready: () => isOpen(port) },
    });
    return { port, process };
  });
  const stopServer = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
  };
  return {
    port: nginx.port,
    renew,
    stopServer,
    [Symbol.asyncDispose]: async () => {
      await nginx.process.stop();
      await stopServer();
      await removeFolder(folder);
    },
  };
};

const echo: RequestListener = async (request, response) => {
  let size = 0;
  for await (const chunk of request) size += (chunk as Buffer).length;
  response.end(JSON.stringify({ ...request.headers, path: request.url, size }));
};

const isOpen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true));
    socket.on('error', () => resolve(false)).on('connect', () => socket.end());
  });

const findNginx = (): string => {
  try {
    return execFileSync('/bin/sh', ['-c', 'command -v nginx'], { encoding: 'utf8' }).trim();
  } catch {
    throw missing('nginx', 'Run `apt-get install nginx-light`.');
  }
};
