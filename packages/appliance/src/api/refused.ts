import { Failure, type Finding, manifestId } from '@helm-charts/types';
import type { Reference } from './object.ts';
import type { Reply } from './request.ts';

/**
 * The failure of a request that the API server refused, named by the layer that is to mend: 4, or 3 where it is no refusal, because the server or the
 * balancer before it is not ready yet: an API server that starts answers 503 until it knows all its paths (k8s.io/apiserver `NewNotFoundHandler`).
 */
export const refused = (verb: string, what: Reference | string, reply: Reply): Failure => {
  const where = typeof what === 'string' ? what : manifestId(what);
  return new Failure(notReady.has(reply.code) ? 3 : 4, findings(verb, where, reply));
};

const notReady: ReadonlySet<number> = new Set([502, 503, 504]);

const findings = (verb: string, where: string, { code, body }: Reply): readonly Finding[] => {
  const { message = '', details } = (typeof body === 'object' ? body : {}) as Status;
  const causes = details?.causes ?? [];
  const error = (rule: string, text: string): readonly Finding[] => [
    { rule, severity: 'error', where, message: text },
  ];
  if (causes.some(({ reason }) => reason === 'NamespaceTerminating')) {
    return error(
      'namespaces',
      'its namespace is being deleted; wait until it is gone, then try again',
    );
  }
  if (code === 403)
    return error(
      'permissions',
      `you may not ${verb} this: ${message}; use the kubeconfig of an administrator`,
    );
  if (code === 409) {
    return error(
      'conflict',
      `somebody else writes this at the same time: ${message.replaceAll('\n', ' ')}; end that, then try again`,
    );
  }
  if (notReady.has(code)) {
    return error(
      'reachability',
      `the cluster is not ready (${code}): ${message || String(body)}; try again in a minute`,
    );
  }
  return error(
    'cluster',
    `the cluster refused to ${verb} this (${code}): ${message || String(body)}`,
  );
};

/** What the API server says of an error (`k8s.io/apimachinery/pkg/apis/meta/v1` Status). */
interface Status {
  readonly message?: string;
  readonly details?: { readonly causes?: readonly { readonly reason?: string }[] };
}
