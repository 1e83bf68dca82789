import { Failure, type Finding } from '@helm-charts/types';
import {
  type HttpMethod,
  IsomorphicFetchHttpLibrary,
  type KubeConfig,
  RequestContext,
} from '@kubernetes/client-node';
import { interrupted } from '../interrupted.ts';
import type { Deadline } from '../session.ts';
import { authenticator } from './credentials.ts';

/** One request to the API server. */
export interface Call {
  readonly method: HttpMethod;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly contentType?: string;
}

/** What the API server answered; other codes than 2xx are answers, too. */
export interface Reply {
  readonly code: number;
  readonly body: unknown;
}

/** How requests are sent. */
export interface Line {
  readonly config: KubeConfig;
  /** Ends reads at once; a write that has begun is waited for, so that its outcome is known. */
  readonly signal: AbortSignal;
  /** How long one request may take, in milliseconds. */
  readonly patience: number;
  /** When a credential plugin of the kubeconfig is killed. */
  readonly deadline: Deadline;
}

export type Send = (call: Call) => Promise<Reply>;

/**
 * Sends requests as the kubeconfig says: address, certificates, credentials, proxies. The bodies are plain JSON: the typed clients
 * would drop fields that their version does not know, such as `x-kubernetes-*` in the definitions of Flux.
 * Throws a Failure (3) where no answer or no credentials come, (4) where the cluster does not know who asks, and (130) where it was interrupted.
 */
export const sender = ({ config, signal, patience, deadline }: Line): Send => {
  const authenticate = authenticator(config, deadline, signal);
  const server = (config.getCurrentCluster()?.server ?? '').replace(/\/$/, '');
  return async ({ method, path, query = {}, body, contentType = 'application/json' }) => {
    if (signal.aborted) throw interrupted();
    const credentials = await authenticate();
    const parameters = new URLSearchParams(query).toString();
    const context = new RequestContext(`${server}${path}${parameters && `?${parameters}`}`, method);
    context.setHeaderParam('accept', 'application/json');
    context.setHeaderParam('user-agent', manager);
    if (body !== undefined) {
      context.setHeaderParam('content-type', contentType);
      context.setBody(JSON.stringify(body));
    }
    const late = AbortSignal.timeout(patience);
    context.setSignal(method === 'GET' ? AbortSignal.any([late, signal]) : late);
    try {
      await credentials.applySecurityAuthentication(context);
      const { httpStatusCode: code, body: answer } = await new IsomorphicFetchHttpLibrary()
        .send(context)
        .toPromise();
      if (code === 401) throw stranger(server);
      return { code, body: parse(await answer.text()) };
    } catch (error) {
      if (error instanceof Failure) throw error;
      if (signal.aborted && method === 'GET') throw interrupted();
      throw unreachable(
        server,
        late.aborted ? `it did not answer within ${patience / 1000} s` : reason(error),
        error,
      );
    } finally {
      // Every request has a dispatcher of its own; an open one would keep the process from ending.
      void context.getDispatcher()?.close();
    }
  };
};

/** Whose fields server-side apply takes them to be, and how the API server's audit log names this program. */
export const manager = 'alga-appliance';

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

/** The innermost cause says what happened; what is around it only that a fetch failed. */
const reason = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return reason(error.cause);
  const code = 'code' in error ? String(error.code) : '';
  return sentences[code] ?? ((error.message.split('\n')[0] ?? '') || code);
};

const sentences: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'it broke the connection off',
  UND_ERR_SOCKET: 'it broke the connection off',
  ENOTFOUND: 'there is no such host',
  EHOSTUNREACH: 'there is no way to the host',
  ENETUNREACH: 'there is no way to its network',
  ETIMEDOUT: 'it does not answer',
  UND_ERR_CONNECT_TIMEOUT: 'it does not answer',
};

const stranger = (server: string): Failure => {
  const message = 'the cluster does not know the credentials of the kubeconfig';
  const fix = 'write it again with "talosctl kubeconfig"';
  return new Failure(4, [{ rule: 'kubeconfig', severity: 'error', input: server, message, fix }]);
};

const unreachable = (server: string, why: string, cause: unknown): Failure => {
  const message = `the cluster can't be reached: ${why}`;
  const fix = 'check that the machine is up, the network, and the address in the kubeconfig';
  const finding: Finding = { rule: 'reachability', severity: 'error', input: server, message, fix };
  return new Failure(3, [finding], { cause });
};
