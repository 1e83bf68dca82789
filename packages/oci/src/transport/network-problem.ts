import { type Problem, problemOf, type Target } from '../problem.ts';

/** What an error of a connection means, and whether another try may succeed; undefined for an error of anything else. */
export const networkProblem = (
  error: unknown,
  target: Target,
  { protocol, host }: URL,
): { readonly problem: Problem; readonly isTransient: boolean } | undefined => {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  const code = String(error.code);
  const isSecure = protocol === 'https:';
  if (
    /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|UNKNOWN_PROTOCOL/.test(code) ||
    /wrong version number/i.test(error.message)
  )
    return lasting(
      problemOf(
        'untrusted',
        target,
        `${host} speaks plain HTTP, and the request was made with TLS`,
        'use the port that speaks TLS, or ask for plain HTTP',
      ),
    );
  if (code.startsWith('HPE_') && !isSecure)
    return lasting(
      problemOf(
        'untrusted',
        target,
        `${host} does not answer with HTTP, so it may speak TLS`,
        'do not ask for plain HTTP',
      ),
    );
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return lasting(
      problemOf(
        'untrusted',
        target,
        `the certificate of ${host} is for another name`,
        'use the name in the certificate, or correct the certificate',
      ),
    );
  if (code === 'CERT_HAS_EXPIRED')
    return lasting(
      problemOf(
        'untrusted',
        target,
        `the certificate of ${host} has expired`,
        'renew the certificate, or correct the clock of this machine',
      ),
    );
  if (/CERT|SIGNATURE|ISSUER|SELF_SIGNED/.test(code))
    return lasting(
      problemOf(
        'untrusted',
        target,
        `the certificate of ${host} is not signed by a trusted authority (${code})`,
        'name the file of its certificate authority',
      ),
    );
  if (code === 'ENOTFOUND')
    return lasting(
      problemOf(
        'unreachable',
        target,
        `the name ${withoutPort(host)} has no address`,
        'correct the host, or check the DNS of this machine',
      ),
    );
  const reason =
    reasons[code] ?? (/^(?:UND_ERR|ERR_SSL|ERR_TLS|HPE_|EAI_)/.test(code) ? code : undefined);
  if (reason === undefined) return undefined;
  return {
    problem: problemOf(
      'unreachable',
      target,
      `${host} can't be reached: ${proxied(error.message) ?? reason}`,
      isSecure || !/ECONNRESET|SOCKET/.test(code)
        ? 'check the address, the network and the proxy, and run it again'
        : 'check the address and the network, and whether the port speaks TLS, and run it again',
    ),
    isTransient: true,
  };
};

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  UND_ERR_SOCKET: 'the connection was cut',
  ETIMEDOUT: 'it does not answer',
  UND_ERR_CONNECT_TIMEOUT: 'it does not answer',
  UND_ERR_HEADERS_TIMEOUT: 'it accepts the request and does not answer',
  UND_ERR_BODY_TIMEOUT: 'its answer stopped in the middle',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'its answer is shorter or longer than it says',
  EHOSTUNREACH: 'there is no route to it',
  ENETUNREACH: 'there is no route to it',
  EAI_AGAIN: 'DNS does not answer',
};

/** A proxy that refuses the tunnel. */
const proxied = (message: string): string | undefined => {
  const [, status] = /Proxy response \((\d+)\)/.exec(message) ?? [];
  return status === undefined ? undefined : `the proxy refuses the connection (HTTP ${status})`;
};

const withoutPort = (host: string): string => host.replace(/:\d+$/, '');

const lasting = (problem: Problem) => ({ problem, isTransient: false });
