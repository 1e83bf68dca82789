import { Failure, type Finding, objectIdOf } from '@helm-charts/types';
import type { Reference } from './object.ts';
import type { Reply } from './request.ts';

/**
 * The failure of a request that the API server refused, named by the layer that must be fixed: 4, or 3 where it is no refusal, because the server or the
 * balancer before it is not ready yet: an API server that starts answers 503 until it knows all its paths (k8s.io/apiserver `NewNotFoundHandler`).
 */
export const refused = (verb: string, what: Reference | string, reply: Reply): Failure => {
  const place = typeof what === 'string' ? { input: what } : { object: objectIdOf(what) };
  return new Failure(notReady.has(reply.code) ? 3 : 4, [
    { severity: 'error', ...place, ...problem(verb, reply) },
  ]);
};

const notReady: ReadonlySet<number> = new Set([502, 503, 504]);

const problem = (
  verb: string,
  { code, body }: Reply,
): Pick<Finding, 'rule' | 'message' | 'fix'> => {
  const { message = '', details } = (typeof body === 'object' ? body : {}) as Status;
  const causes = details?.causes ?? [];
  if (causes.some(({ reason }) => reason === 'NamespaceTerminating')) {
    return {
      rule: 'namespaces',
      message: 'its namespace is being deleted',
      fix: 'wait until it is gone, then try again',
    };
  }
  if (code === 403) {
    return {
      rule: 'permissions',
      message: `you may not ${verb} this: ${message}`,
      fix: 'use the kubeconfig of an administrator',
    };
  }
  if (code === 409) {
    return {
      rule: 'conflict',
      message: `another client changes this at the same time: ${message.replaceAll('\n', ' ')}`,
      fix: 'stop that client, then try again',
    };
  }
  const why = message || String(body);
  if (notReady.has(code)) {
    return {
      rule: 'reachability',
      message: `the cluster is not ready (${code}): ${why}`,
      fix: 'try again in a minute',
    };
  }
  return { rule: 'cluster', message: `the cluster refused to ${verb} this (${code}): ${why}` };
};

/** What the API server says of an error (`k8s.io/apimachinery/pkg/apis/meta/v1` Status). */
interface Status {
  readonly message?: string;
  readonly details?: { readonly causes?: readonly { readonly reason?: string }[] };
}
