import { problemOf, type RegistryProblem, type Target } from '../problem.ts';

/** An answer that is no success. */
export interface Refusal {
  readonly status: number;
  readonly contentType: string | undefined;
  /** Whether the request was made with plain HTTP. */
  readonly isPlain?: boolean;
  /** The beginning of its body. */
  readonly body: string;
}

/** What an HTTP status means, with the reason that the registry gives. */
export const statusProblem = (refusal: Refusal, target: Target): RegistryProblem => {
  const { status } = refusal;
  const { host } = target;
  const reason = reasonOf(refusal.body);
  const said = reason === undefined ? `(HTTP ${status})` : `(HTTP ${status}: ${reason})`;
  const is = (kind: Parameters<typeof problemOf>[0], message: string, fix: string) =>
    problemOf(kind, target, `${message} ${said}`, fix, status);
  if (/HTTPS server|TLS/.test(refusal.body) && status === 400)
    return is(
      'untrusted',
      `${host} speaks TLS, and the request was made with plain HTTP`,
      'do not ask for plain HTTP',
    );
  if (isPage(refusal) && status < 500 && status !== 401 && status !== 403)
    return is(
      'broken',
      `${host} answers with a web page, so it is no registry, or a proxy answers in its place`,
      'check the address and the proxy',
    );
  switch (status) {
    case 401:
      return is('unauthorized', `${host} does not accept the credentials`, loginTo(target));
    case 403:
      return is(
        'forbidden',
        `${host} does not allow this`,
        `use an account that may do it: ${loginTo(target)}`,
      );
    case 404:
      return is('absent', `${host} does not have it`, 'correct the name, the tag or the digest');
    case 407:
      return is('unauthorized', 'the proxy asks for credentials', 'add them to HTTPS_PROXY');
    case 413:
    case 507:
      return is(
        'full',
        `${host} has no room for this`,
        'free space or raise the limit on the registry, and run it again',
      );
    case 429:
      return is(
        'limited',
        `${host} answers no more requests for now`,
        'run it again later, or log in',
      );
    default:
      return status >= 500
        ? is(
            'broken',
            `${host} answers with an error`,
            'run it again later, or tell the operator of the registry',
          )
        : is(
            'refused',
            `${host} refuses this`,
            status === 400 && refusal.isPlain === true
              ? 'correct what the registry names; if its port speaks TLS, do not ask for plain HTTP'
              : 'correct what the registry names, or tell its operator',
          );
  }
};

/** How a host gets credentials. */
export const loginTo = ({ host, name }: Target): string =>
  name.startsWith('oci://')
    ? `run helm registry login ${host}, or ${variables(host)}`
    : variables(host);

const variables = (host: string): string =>
  `set HELM_CHARTS_REGISTRY to ${host} and HELM_CHARTS_REGISTRY_USERNAME and HELM_CHARTS_REGISTRY_PASSWORD to its account`;

/** Whether an answer is a page for people. */
export const isPage = ({ contentType, body }: Pick<Refusal, 'contentType' | 'body'>): boolean =>
  /html/.test(contentType ?? '') || /^\s*<(?:!doctype|html)/i.test(body);

/** The first error of a registry (OCI Distribution Specification, error codes), in one line. */
const reasonOf = (body: string): string | undefined => {
  try {
    const { errors } = JSON.parse(body) as { readonly errors?: readonly ErrorEntry[] };
    const { code, message } = errors?.[0] ?? {};
    const text = [code, message]
      .filter((part) => typeof part === 'string' && part !== '')
      .join(', ');
    // Control characters could change what a terminal shows.
    return text === '' ? undefined : text.replaceAll(/[\p{Cc}\s]+/gu, ' ').slice(0, 200);
  } catch {
    return undefined;
  }
};

interface ErrorEntry {
  readonly code?: unknown;
  readonly message?: unknown;
}
