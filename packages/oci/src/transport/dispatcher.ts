import { rootCertificates } from 'node:tls';
import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import type { Environment } from '../credentials/environment.ts';
import type { Limits } from './limits.ts';

/** Connections that stay open between requests: through the proxy of the environment, or directly to this machine. */
export interface Connections {
  readonly to: (url: URL) => Dispatcher;
  readonly close: () => Promise<void>;
}

export const connectionsOf = (
  limits: Limits,
  environment: Environment,
  authority: string | undefined,
): Connections => {
  const tls = {
    timeout: Math.min(limits.request, 10_000),
    ...(authority !== undefined && { ca: [...rootCertificates, authority] }),
  };
  const options = {
    connections: limits.connections,
    // Until the first byte of an answer, and between two bytes of a body.
    headersTimeout: limits.idle,
    bodyTimeout: limits.idle,
    connect: tls,
  };
  const direct = new Agent(options);
  const proxies = proxiesOf(environment);
  const proxied = new EnvHttpProxyAgent({ ...options, requestTls: tls, ...proxies });
  // As in Go, no proxy is asked for this machine, and HTTP_PROXY is not for TLS.
  const isDirect = ({ hostname, protocol }: URL): boolean =>
    isLoopback(hostname) || (protocol === 'https:' ? proxies.httpsProxy : proxies.httpProxy) === '';
  return {
    to: (url) => (isDirect(url) ? direct : proxied),
    close: async () => {
      await Promise.all([direct.destroy(), proxied.destroy()]);
    },
  };
};

/** Empty settings, so that undici does not read the environment of the process instead. */
const proxiesOf = (environment: Environment) => ({
  httpProxy: environment.http_proxy ?? environment.HTTP_PROXY ?? '',
  httpsProxy: environment.https_proxy ?? environment.HTTPS_PROXY ?? '',
  noProxy: environment.no_proxy ?? environment.NO_PROXY ?? '',
});

export const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
