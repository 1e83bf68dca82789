import type { Credential } from '../credentials/credential.ts';
import type { FindCredential } from '../credentials/find.ts';
import { problemOf, RegistryFailure, type RegistryProblem } from '../problem.ts';
import type { Client } from '../transport/client.ts';
import type { Answer, Exchange } from '../transport/exchange.ts';
import { loginTo } from '../transport/status-problem.ts';
import { parseChallenges } from './challenge.ts';
import { basic, fetchToken, type Realm, realmOf, type Token } from './token.ts';

/** Credentials and tokens for requests. A host gets none before it has asked for them once. */
export interface Authorization {
  /** The header for a URL. Undefined for a host other than that of the registry. */
  readonly header: (exchange: Exchange, url: URL) => Promise<string | undefined>;
  /** The header after an answer with 401 to a request that had the header `sent`. @throws {RegistryFailure} If there are no others. */
  readonly renew: (
    exchange: Exchange,
    url: URL,
    answer: Answer,
    sent: string | undefined,
  ) => Promise<string>;
  /** The problem without the credentials that a server may have repeated. Without credentials, it says that there are none. */
  readonly explain: (exchange: Exchange, problem: RegistryProblem) => Promise<RegistryProblem>;
}

export const authorizationOf = (
  findCredential: FindCredential,
  exchange: Client['exchange'],
): Authorization => {
  const schemes = new Map<string, 'basic' | Realm>();
  const credentials = new Map<string, Promise<Credential | undefined>>();
  const tokens = new Map<string, Promise<Token>>();
  const secrets = new Set<string>();

  const credentialOf = (request: Exchange): Promise<Credential | undefined> => {
    const { host } = request.target;
    const path = pathOf(request);
    const key = `${host} ${path}`;
    const found = credentials.get(key) ?? findCredential(host, path);
    credentials.set(key, found);
    return found.then((credential) => {
      for (const secret of secretsOf(credential)) secrets.add(secret);
      return credential;
    });
  };
  const tokenFor = async (request: Exchange, realm: Realm): Promise<string> => {
    const credential = await credentialOf(request);
    if (credential?.kind === 'bearer') return credential.token;
    const { scopes = [], target } = request;
    const key = keyOf(realm, request);
    const known = await tokens.get(key)?.catch(() => undefined);
    if (known !== undefined && known.expires > Date.now()) return known.text;
    const fresh = fetchToken(exchange, target, realm, scopes, credential);
    tokens.set(key, fresh);
    const { text } = await fresh;
    secrets.add(text);
    return text;
  };
  const headerFor = async (
    request: Exchange,
    scheme: 'basic' | Realm,
  ): Promise<string | undefined> => {
    if (scheme !== 'basic') return `Bearer ${await tokenFor(request, scheme)}`;
    const credential = await credentialOf(request);
    return credential?.kind === 'basic' ? basic(credential) : undefined;
  };
  return {
    header: async (request, url) => {
      const scheme = schemes.get(request.target.host);
      if (scheme === undefined || !isRegistry(request, url)) return undefined;
      return headerFor(request, scheme);
    },
    renew: async (request, url, answer, sent) => {
      const { target } = request;
      if (!isRegistry(request, url))
        throw refused(request, url.host, 'does not accept the request');
      const challenges = parseChallenges([answer.headers['www-authenticate'] ?? []].flat());
      const bearer = challenges.find(({ scheme }) => scheme === 'bearer');
      const scheme = bearer === undefined ? 'basic' : realmOf(target, bearer.parameters);
      schemes.set(target.host, scheme);
      // The token that was refused has expired.
      if (scheme !== 'basic' && sent !== undefined) tokens.delete(keyOf(scheme, request));
      const header = await headerFor(request, scheme);
      if (header === undefined) throw refused(request, target.host, anonymous);
      if (header === sent) throw refused(request, target.host, 'does not accept the credentials');
      return header;
    },
    explain: async (request, problem) => {
      const { status, kind } = problem;
      const isAnonymous =
        (kind === 'unauthorized' || kind === 'forbidden') &&
        status !== 407 &&
        (await credentialOf(request)) === undefined;
      const message = isAnonymous
        ? `${problem.host} ${anonymous} (HTTP ${status})`
        : problem.message;
      return {
        ...problem,
        message: [...secrets].reduce((text, secret) => text.replaceAll(secret, '…'), message),
      };
    },
  };
};

const isRegistry = ({ origin }: Exchange, url: URL): boolean => url.origin === origin;

const anonymous = 'asks for credentials, and there are none for it';

/** The repository in the first scope. */
const pathOf = ({ scopes = [] }: Exchange): string | undefined => scopes[0]?.split(':')[1];

const keyOf = ({ url, service }: Realm, { target, scopes = [] }: Exchange): string =>
  JSON.stringify([target.host, url.href, service, scopes]);

const secretsOf = (credential: Credential | undefined): readonly string[] => {
  if (credential === undefined) return [];
  if (credential.kind !== 'basic') return [credential.token];
  const header = basic(credential).slice('Basic '.length);
  return [credential.password, header].filter((secret) => secret !== '');
};

const refused = ({ target }: Exchange, host: string, what: string): RegistryFailure =>
  new RegistryFailure(
    problemOf('unauthorized', target, `${host} ${what} (HTTP 401)`, loginTo(target), 401),
  );
