import { X509Certificate } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import { isIP } from 'node:net';
import type { DetailedPeerCertificate, TLSSocket } from 'node:tls';
import type { SiteAddress } from '@helm-charts/types';
import { authorityOf } from './parse.ts';

/** Where connections of users arrive. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** What an address answers. */
export interface Answer {
  readonly status: number;
  /** From the certificate of the host to that of its authority; empty with plain HTTP. */
  readonly chain: readonly X509Certificate[];
}

/** Asks for the application at an endpoint, as a browser does that resolves the host to it. The certificate is not verified. */
export const ask = (
  address: SiteAddress,
  { host, port }: Endpoint,
  signal: AbortSignal,
): Promise<Answer> => {
  const options: RequestOptions = {
    ...{ host, port, signal, path: '/api/healthz', agent: false, timeout: patience },
    headers: { host: authorityOf(address) },
    // Which certificate there is, is to be said in any case.
    rejectUnauthorized: false,
    servername: isIP(address.host) === 0 ? address.host : '',
  };
  return new Promise((resolve, reject) => {
    const request = (address.scheme === 'https' ? httpsRequest : httpRequest)(
      options,
      (response) => {
        const chain = chainOf(response.socket as TLSSocket);
        response.resume();
        resolve({ status: response.statusCode ?? 0, chain });
      },
    );
    request.on('timeout', () =>
      request.destroy(new Error(`no answer within ${patience / 1000} s`)),
    );
    request.on('error', reject);
    request.end();
  });
};

const patience = 5000;

const chainOf = (socket: Partial<Pick<TLSSocket, 'getPeerCertificate'>>): Answer['chain'] => {
  const chain: X509Certificate[] = [];
  let next: DetailedPeerCertificate | undefined = socket.getPeerCertificate?.(true);
  // The last one is its own issuer.
  while (next?.raw !== undefined && chain.at(-1)?.fingerprint256 !== next.fingerprint256) {
    chain.push(new X509Certificate(next.raw));
    next = next.issuerCertificate;
  }
  return chain;
};
